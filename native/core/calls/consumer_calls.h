#pragma once
#include "core/calls/operation.h"

namespace kafka_napi {

/** Operations of a consumer that answer at once. */
const OperationTable& consumer_calls();

}  // namespace kafka_napi
