#pragma once
// One event of the main queue → a value for TypeScript (`NativeEvent` in src/binding/native.ts).
#include "client.h"

namespace kafka_napi {

/** Anything but a delivery report. The event stays the caller's. */
void push_event(Client& client, rd_kafka_event_t* event);

}  // namespace kafka_napi
