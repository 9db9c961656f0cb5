#include "core/client/thread.h"

#include <future>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace kafka_napi {

Error start_thread(std::thread& thread, std::function<void()> run) {
  try {
    thread = std::thread(std::move(run));
    return Error();
  } catch (const std::system_error& failure) {
    const std::string why = failure.code().message();
    return Error(RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE,
                 "no thread could be started: " + why + ". Raise the limit of threads (pids.max, ulimit -u).");
  }
}

Error try_threads(size_t count) {
  std::promise<void> over;
  const std::shared_future<void> wait = over.get_future().share();
  std::vector<std::thread> threads(count);
  Error error;
  for (std::thread& thread : threads) {
    error = start_thread(thread, [wait] { wait.wait(); });
    if (error) break;
  }
  over.set_value();
  for (std::thread& thread : threads)
    if (thread.joinable()) thread.join();
  return error;
}

}  // namespace kafka_napi
