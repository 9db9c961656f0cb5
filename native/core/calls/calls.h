#pragma once
// Operations by name: `Calls` and `Requests` in src/binding/native.ts.
#include <string>

#include "core/client/client.h"

namespace kafka_napi {

/** An operation that answers at once. */
Error call(Client& client, const std::string& operation, const Value& arguments, Value& result);

/**
 * An operation that answers with a 'reply' event for `id`. A returned error is about the arguments; then no reply
 * follows.
 */
Error request(Client& client, uint32_t id, const std::string& operation, const Value& arguments);

/** Names that `request` accepts, including those of administration. */
List request_names();

/** Names that `call` accepts from a producer and a consumer, and those that `request` accepts: lists in a map. */
Value operation_names();

}  // namespace kafka_napi
