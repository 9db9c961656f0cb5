#pragma once
/* Consumed messages behind librdkafka's public interface; the sources are pinned and linked in, so that it cannot go wrong
 * unnoticed. rd_kafka_consume_batch_queue locks the queue, counts references of topic and response, and looks for callbacks anew
 * for every message, which is as much work as copying it.
 */
#include <stddef.h>
#include <stdint.h>

#include "rdkafka.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  /** Its key, payload and offset are to be read from it; the rest is here, and may not be set there. */
  rd_kafka_message_t* message;
  /** The response that holds it and what it points to. NULL: it is let go of by rd_kafka_message_destroy. */
  const void* response;
  /** Valid as long as the message. */
  const rd_kafka_topic_t* topic;
  /**
   * The headers as they came over the wire (a varint count; then for each: varint length and name, varint length, −1 for null,
   * and value), which rd_kafka_message_headers would decode into half a dozen allocations, also where there are none. NULL: there
   * are none. Valid as long as the message.
   */
  const uint8_t* headers;
  size_t headers_size;
  /** ms; −1: none. */
  int64_t timestamp;
  int32_t partition;
  /** −1: none. */
  int32_t leader_epoch;
  /** An rd_kafka_timestamp_type_t. */
  uint8_t timestamp_type;
} kafka_napi_raw_message_t;

/**
 * Takes the messages that are first in the queue, as rd_kafka_consume_batch_queue without waiting, and returns how many. Ends
 * before anything else: an error, what is served by a callback, a message from before a seek. `max` is at most
 * KAFKA_NAPI_MOST_RAW.
 */
size_t kafka_napi_take_raw(rd_kafka_queue_t* queue, size_t max, kafka_napi_raw_message_t* raw);
#define KAFKA_NAPI_MOST_RAW 128

/** A message of rd_kafka_consume_batch_queue that is no error. */
void kafka_napi_read_raw(rd_kafka_message_t* message, kafka_napi_raw_message_t* raw);

/** Lets go of `count` messages of the same `response`; `message` is one of them. */
void kafka_napi_release_raw(rd_kafka_message_t* message, size_t count);

#ifdef __cplusplus
}
#endif
