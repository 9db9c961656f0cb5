#pragma once
#include "core/client/client.h"

namespace kafka_napi {

/** Blocks in rd_kafka_metadata for at most timeout_ms (−1: no end). `topics`: a list of names, or null for all. */
Error read_metadata(Client& client, const Value& topics, int timeout_ms, Value& result);

}  // namespace kafka_napi
