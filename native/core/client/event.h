#pragma once
// One event of the main queue → a value for TypeScript (`NativeEvent` in src/binding/native.ts).
#include "core/client/client.h"

namespace kafka_napi {

/** Any event but a delivery report. The caller keeps ownership of the event. */
void push_event(Client& client, rd_kafka_event_t* event);

}  // namespace kafka_napi
