#pragma once
// Operations by name: `Calls` and `Requests` in src/binding/native.ts.
#include <string>

#include "client.h"

namespace kafka_napi {

/** An operation that answers at once. */
Error call(Client& client, const std::string& operation, const Value& arguments, Value& result);

/** An operation that answers with a 'reply' event for `id`; an error is one of the arguments, and then no reply comes. */
Error request(Client& client, uint32_t id, const std::string& operation, const Value& arguments);

}  // namespace kafka_napi
