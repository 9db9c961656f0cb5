#include "queue_waker.h"

#include <utility>

namespace kafka_napi {

namespace {

/** Calls into JS from the event loop. If it throws, that is an uncaught exception, as in any other callback. */
void call_from_loop(napi_env env, napi_value function, size_t count, const napi_value* arguments) {
  napi_value undefined;
  if (napi_get_undefined(env, &undefined) != napi_ok) return;
  if (napi_call_function(env, undefined, function, count, arguments, nullptr) != napi_pending_exception) return;
  napi_value error;
  if (napi_get_and_clear_last_exception(env, &error) == napi_ok) napi_fatal_exception(env, error);
}

}  // namespace

QueueWaker* QueueWaker::create(Napi::Env env, Napi::Function on_wake) {
  QueueWaker* waker = new QueueWaker();
  const napi_status status = napi_create_threadsafe_function(env, on_wake, nullptr, Napi::String::New(env, "kafka-napi"), 0, 1,
                                                             waker, finalize, waker, call_js, &waker->function_);
  if (status != napi_ok) {
    delete waker;
    return nullptr;
  }
  waker->unref(env);
  return waker;
}

void QueueWaker::wake(int bits) noexcept {
  // Only the signal that finds the mask empty has to make a call. call_js empties the mask before it looks at the
  // queues. So a later signal finds it empty again and makes its own call.
  if (pending_.fetch_or(bits, std::memory_order_acq_rel) != 0) return;
  napi_call_threadsafe_function(function_, nullptr, napi_tsfn_nonblocking);
}

void QueueWaker::call_js(napi_env env, napi_value on_wake, void* context, void*) {
  // Without an environment, or after `finalize`, Node only empties the queue of a released function. The waker no
  // longer exists then.
  if (env == nullptr) return;
  QueueWaker* waker = static_cast<QueueWaker*>(context);
  const int mask = waker->pending_.exchange(0, std::memory_order_acq_rel);
  Napi::HandleScope scope(env);
  const int queues = mask & (kWakeMain | kWakeConsumer);
  if (queues != 0 && !waker->silent_) {
    const napi_value argument = Napi::Number::New(env, queues);
    call_from_loop(env, on_wake, 1, &argument);
  }
  if (mask & kWakeDestroyed) {
    Napi::Function done = waker->done_.value();
    {
      std::lock_guard<std::mutex> lock(waker->link_->mutex);
      waker->link_->waker = nullptr;
    }
    waker->release();
    call_from_loop(env, done, 0, nullptr);
  }
}

void QueueWaker::ref(Napi::Env env) { napi_ref_threadsafe_function(env, function_); }

void QueueWaker::unref(Napi::Env env) { napi_unref_threadsafe_function(env, function_); }

void QueueWaker::on_destroyed(Napi::Function done, std::shared_ptr<WakerLink> link) {
  silent_ = true;
  done_.hold(done);
  link_ = std::move(link);
}

void QueueWaker::release() {
  silent_ = true;
  done_.let_go();
  napi_release_threadsafe_function(function_, napi_tsfn_abort);
}

void QueueWaker::finalize(napi_env, void* data, void*) { delete static_cast<QueueWaker*>(data); }

}  // namespace kafka_napi
