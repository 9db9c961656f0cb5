#pragma once
// Administration requests by Java's method names. A request is built from a plain value and answered by an event on the
// given queue, which is turned back into a plain value. If one of several resources failed, its error is in that
// resource's `error`.
#include <string>

#include "core/values/error.h"
#include "core/values/handle.h"

namespace kafka_napi {

/** Names of all these requests. */
List admin_names();

/** Enqueues the request. If it returns an error, nothing was enqueued. `opaque` is returned in the event. */
Error admin_start(rd_kafka_t* rk, rd_kafka_queue_t* reply_queue, const std::string& op, const Value& args, void* opaque);

/** The outcome of any admin result event. `error` is set if the whole request failed. */
Value admin_result(rd_kafka_event_t* event, Error& error);

}  // namespace kafka_napi
