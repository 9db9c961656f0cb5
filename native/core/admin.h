#pragma once
#include <string>

#include "error.h"
#include "handle.h"

namespace kafka_napi {

bool admin_handles(const std::string& op);
Error admin_start(rd_kafka_t* rk, rd_kafka_queue_t* reply_queue, const std::string& op, const Value& args, void* opaque);
Value admin_result(rd_kafka_event_t* event, Error& error);

}  // namespace kafka_napi
