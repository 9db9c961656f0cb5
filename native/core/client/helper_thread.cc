#include "core/client/helper_thread.h"

#include <chrono>
#include <utility>

#include "core/client/thread.h"

namespace kafka_napi {

namespace {

constexpr std::chrono::seconds kIdle{2};

}  // namespace

Error HelperThread::post(std::function<void()> task) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (stopping_) return Error();
  if (!running_) {
    // An idle thread has left run(), or is about to without taking the lock again. So joining it cannot wait for this
    // thread.
    if (thread_.joinable()) thread_.join();
    if (Error error = start_thread(thread_, [this] { run(); })) return error;
    running_ = true;
  }
  tasks_.push_back(std::move(task));
  ready_.notify_one();
  return Error();
}

void HelperThread::stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    tasks_.clear();
    ready_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void HelperThread::run() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    ready_.wait_for(lock, kIdle, [this] { return stopping_ || !tasks_.empty(); });
    if (stopping_ || tasks_.empty()) {
      running_ = false;
      return;
    }
    std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    lock.lock();
  }
}

}  // namespace kafka_napi
