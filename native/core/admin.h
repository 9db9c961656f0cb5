#pragma once
// Administration requests by Java's method names. A request is built from a plain value and answered by an event on the queue
// given; the event is turned back into a plain value. What failed for one resource among several stands in that resource's
// `error`.
#include <string>

#include "error.h"
#include "handle.h"

namespace kafka_napi {

bool admin_handles(const std::string& op);

/** Enqueues the request; nothing was enqueued if it returns an error. `opaque` comes back in the event. */
Error admin_start(rd_kafka_t* rk, rd_kafka_queue_t* reply_queue, const std::string& op, const Value& args, void* opaque);

/** The outcome of any admin result event; `error` is set where the request failed as a whole. */
Value admin_result(rd_kafka_event_t* event, Error& error);

}  // namespace kafka_napi
