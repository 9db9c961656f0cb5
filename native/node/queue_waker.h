#pragma once
// Queue non-empty → event loop. One for each client.
#include <atomic>
#include <memory>
#include <mutex>

#include "core/client/waker.h"
#include "held.h"

namespace kafka_napi {

class QueueWaker;

/**
 * A link to a waker that may no longer exist; the destroying thread and the wrap hold it. The code that takes the waker
 * out of it releases the waker. So it is released once, whether the handle was destroyed first or the environment ended
 * first.
 */
struct WakerLink {
  std::mutex mutex;
  QueueWaker* waker = nullptr;
};

/**
 * Combines signals from librdkafka's threads: any number of signals before the event loop gets to them cause a single
 * call.
 *
 * The ThreadSafeFunction owns this object and deletes it in its finalizer, on the JS thread after `release`.
 */
class QueueWaker final : public Waker {
 public:
  /** `on_wake(mask)` is called on the JS thread. Null, with a pending JS exception, if Node refuses. */
  static QueueWaker* create(Napi::Env env, Napi::Function on_wake);

  void wake(int bits) noexcept override;
  void ref(Napi::Env env);
  void unref(Napi::Env env);
  /** No call of `on_wake` follows. When kWakeDestroyed arrives, the waker is released and `done` called. */
  void on_destroyed(Napi::Function done, std::shared_ptr<WakerLink> link);
  void release();

 private:
  QueueWaker() = default;
  static void call_js(napi_env env, napi_value on_wake, void* context, void* data);
  static void finalize(napi_env env, void* data, void* hint);

  napi_threadsafe_function function_ = nullptr;
  std::atomic<int> pending_{0};
  bool silent_ = false;
  Held<Napi::Function> done_;
  std::shared_ptr<WakerLink> link_;
};

}  // namespace kafka_napi
