#pragma once
#include <string>
#include <unordered_map>

#include "core/client/client.h"

namespace kafka_napi {

using Operation = Error (*)(Client& client, const Value& arguments, Value& result);
using OperationTable = std::unordered_map<std::string, Operation>;

}  // namespace kafka_napi
