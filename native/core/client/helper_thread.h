#pragma once
// The only thread of a client on which librdkafka's few blocking calls run. It is created when needed, ends when idle,
// and is never shared between clients.
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "core/values/error.h"

namespace kafka_napi {

class HelperThread {
 public:
  HelperThread() = default;
  HelperThread(const HelperThread&) = delete;
  HelperThread& operator=(const HelperThread&) = delete;
  ~HelperThread() { stop(); }

  /**
   * First in, first out. A long task does a slice and posts itself again, so that it does not delay the others. Returns
   * an error, without posting, if the system has no free thread. This never happens for a task that posts itself again.
   */
  Error post(std::function<void()> task);

  /** Drops tasks that have not started and waits for the running one. */
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
