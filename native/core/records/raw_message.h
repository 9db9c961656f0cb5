#pragma once
/*
 * Consumed messages, in two implementations, chosen by the build (KAFKA_NAPI_RAW in CMakeLists.txt):
 *
 * - raw_message.c bypasses librdkafka's public interface. For every message, rd_kafka_consume_batch_queue locks the
 *   queue, counts references of topic and response, and looks for callbacks, which costs as much as copying it. Safe
 *   only because librdkafka is pinned and compiled in; the version check there fails the build on any other release. It
 *   relies on the patch that allocates messages in blocks.
 * - public_message.c uses the public interface, for a librdkafka without patches.
 */
#include <stddef.h>
#include <stdint.h>

#include "rdkafka.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  /**
   * Only its key, payload and offset may be read. The other values are in this struct and may be unset in the message.
   */
  rd_kafka_message_t* message;
  /** The response that owns the message and its data. NULL: release the message with rd_kafka_message_destroy. */
  const void* response;
  /** Valid as long as the message. */
  const rd_kafka_topic_t* topic;
  /**
   * The headers in their wire format: a varint count; then for each: varint length and name, varint length (−1 for
   * null) and value. rd_kafka_message_headers would decode them into half a dozen allocations, even if there are none.
   * NULL: there are none. Valid until kafka_napi_forget_headers.
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
 * Takes messages from the front of the queue, like rd_kafka_consume_batch_queue without waiting, and returns their
 * number. Stops before any other item: an error, an item served by a callback, a message from before a seek. Also stops
 * after the message with which keys and values reach `max_bytes`. `max` is at most KAFKA_NAPI_MOST_RAW.
 */
size_t kafka_napi_take_raw(rd_kafka_queue_t* queue, size_t max, size_t max_bytes, kafka_napi_raw_message_t* raw);
#define KAFKA_NAPI_MOST_RAW 128

/** Reads a message of rd_kafka_consume_batch_queue that is not an error. */
void kafka_napi_read_raw(rd_kafka_message_t* message, kafka_napi_raw_message_t* raw);

/** The headers of `raw` have been read. */
void kafka_napi_forget_headers(kafka_napi_raw_message_t* raw);

/** Whether the partition was sought, assigned again or revoked since this message was fetched. */
int kafka_napi_is_outdated(rd_kafka_message_t* message);

/** Releases `count` messages of the same `response`; `message` is one of them. */
void kafka_napi_release_raw(rd_kafka_message_t* message, size_t count);

#ifdef __cplusplus
}
#endif
