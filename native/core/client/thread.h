#pragma once
// Creating threads when the system may have none left: a container's process limit (pids.max), `ulimit -u`, no memory
// for a stack.
#include <cstddef>
#include <functional>
#include <thread>

#include "core/values/error.h"

namespace kafka_napi {

/**
 * Runs `run` on a new thread, or returns the reason: ERR__CRIT_SYS_RESOURCE, like librdkafka. std::thread would throw.
 */
Error start_thread(std::thread& thread, std::function<void()> run);

/**
 * Tries whether this many more threads can run at the same time. Returns the reason if not. The threads have ended when
 * this returns.
 */
Error try_threads(size_t count);

}  // namespace kafka_napi
