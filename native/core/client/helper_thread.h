#pragma once
// The one thread of a client on which librdkafka's few blocking calls run: made when needed, gone when idle, never shared between
// clients.
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace kafka_napi {

class HelperThread {
 public:
  HelperThread() = default;
  HelperThread(const HelperThread&) = delete;
  HelperThread& operator=(const HelperThread&) = delete;
  ~HelperThread() { stop(); }

  /** First in, first out. A long task does a slice and posts itself again, so that it does not hold up the others. */
  void post(std::function<void()> task);

  /** Drops what has not begun and waits for what has. */
  void stop();

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> tasks_;
  std::thread thread_;
  bool running_ = false;
  bool stopping_ = false;
};

}  // namespace kafka_napi
