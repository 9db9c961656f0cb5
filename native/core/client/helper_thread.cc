#include "helper_thread.h"

#include <chrono>
#include <utility>

namespace kafka_napi {

namespace {

constexpr std::chrono::seconds kIdle{2};

}  // namespace

void HelperThread::post(std::function<void()> task) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (stopping_) return;
  tasks_.push_back(std::move(task));
  if (!running_) {
    // One that went idle has left run() already, or is about to without taking the lock again: joining it cannot wait for us.
    if (thread_.joinable()) thread_.join();
    running_ = true;
    thread_ = std::thread([this] { run(); });
  }
  ready_.notify_one();
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
