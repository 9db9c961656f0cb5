#pragma once
#include "core/calls/operation.h"

namespace kafka_napi {

/** Operations of a producer that answer at once. */
const OperationTable& producer_calls();

}  // namespace kafka_napi
