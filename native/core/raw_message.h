#pragma once
/* What is read of a consumed message behind librdkafka's public interface; the sources are pinned and linked in, so that it
 * cannot go wrong unnoticed.
 */
#include <stddef.h>
#include <stdint.h>

#include "rdkafka.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  /**
   * The headers as they came over the wire (a varint count; then for each: varint length and name, varint length, −1 for null,
   * and value), which rd_kafka_message_headers would decode into half a dozen allocations, also where there are none. NULL: there
   * are none. Valid as long as the message.
   */
  const uint8_t* headers;
  size_t headers_size;
  /** ms; −1: none. */
  int64_t timestamp;
  rd_kafka_timestamp_type_t timestamp_type;
  /** −1: none. */
  int32_t leader_epoch;
} kafka_napi_raw_message_t;

/** `count` messages of rd_kafka_consume_batch_queue, in one call; of errors there is nothing to read. */
void kafka_napi_raw_messages(rd_kafka_message_t* const* messages, size_t count, kafka_napi_raw_message_t* raw);

#ifdef __cplusplus
}
#endif
