#pragma once
/* The one look behind librdkafka's public interface; the sources are pinned and linked in, so that it cannot go wrong unnoticed.
 */
#include <stddef.h>
#include <stdint.h>

#include "rdkafka.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The headers of a consumed message as they came over the wire (a varint count; then for each: varint length and name, varint
 * length, −1 for null, and value), which rd_kafka_message_headers would decode into half a dozen allocations, also where there
 * are none. NULL: there are none. Valid as long as the message.
 */
const uint8_t* kafka_napi_raw_headers(const rd_kafka_message_t* message, size_t* size);

#ifdef __cplusplus
}
#endif
