/*
 * raw_message.h with only librdkafka's public interface, for a librdkafka without our patches. Slower: each message is
 * unlinked, counted and freed individually, and its headers are decoded and encoded again.
 */
#include <stdlib.h>
#include <string.h>

#include "core/records/raw_message.h"

static size_t write_varint(uint8_t* to, int64_t value) {
  uint64_t rest = ((uint64_t)value << 1) ^ (uint64_t)(value >> 63);
  size_t size = 0;
  do {
    const uint8_t low = rest & 0x7f;
    rest >>= 7;
    to[size++] = rest != 0 ? low | 0x80 : low;
  } while (rest != 0);
  return size;
}

/** Maximum size of a 64-bit varint in bytes. */
#define VARINT_SIZE 10

/** The headers in their wire format. NULL: there are none, or no memory. */
static uint8_t* encode_headers(const rd_kafka_headers_t* headers, size_t* size) {
  const size_t count = rd_kafka_header_cnt(headers);
  size_t most = VARINT_SIZE;
  for (size_t i = 0; i < count; i++) {
    const char* name;
    const void* value;
    size_t value_size;
    if (rd_kafka_header_get_all(headers, i, &name, &value, &value_size)) return NULL;
    most += 2 * VARINT_SIZE + strlen(name) + value_size;
  }
  uint8_t* encoded = malloc(most);
  if (encoded == NULL) return NULL;
  size_t at = write_varint(encoded, (int64_t)count);
  for (size_t i = 0; i < count; i++) {
    const char* name;
    const void* value;
    size_t value_size;
    rd_kafka_header_get_all(headers, i, &name, &value, &value_size);
    const size_t name_size = strlen(name);
    at += write_varint(encoded + at, (int64_t)name_size);
    memcpy(encoded + at, name, name_size);
    at += name_size;
    at += write_varint(encoded + at, value ? (int64_t)value_size : -1);
    if (value) {
      memcpy(encoded + at, value, value_size);
      at += value_size;
    }
  }
  *size = at;
  return encoded;
}

size_t kafka_napi_take_raw(rd_kafka_queue_t* queue, size_t max, size_t max_bytes, kafka_napi_raw_message_t* raw) {
  (void)queue;
  (void)max;
  (void)max_bytes;
  (void)raw;
  return 0;
}

void kafka_napi_read_raw(rd_kafka_message_t* message, kafka_napi_raw_message_t* raw) {
  rd_kafka_timestamp_type_t timestamp_type;
  rd_kafka_headers_t* headers;
  raw->message = message;
  raw->response = NULL;
  raw->topic = message->rkt;
  raw->partition = message->partition;
  raw->timestamp = rd_kafka_message_timestamp(message, &timestamp_type);
  raw->timestamp_type = (uint8_t)timestamp_type;
  raw->leader_epoch = rd_kafka_message_leader_epoch(message);
  raw->headers = NULL;
  raw->headers_size = 0;
  if (rd_kafka_message_headers(message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR)
    raw->headers = encode_headers(headers, &raw->headers_size);
}

void kafka_napi_forget_headers(kafka_napi_raw_message_t* raw) {
  free((void*)raw->headers);
  raw->headers = NULL;
}

void kafka_napi_release_raw(rd_kafka_message_t* message, size_t count) {
  (void)count;
  rd_kafka_message_destroy(message);
}

int kafka_napi_is_outdated(rd_kafka_message_t* message) {
  /* Not known through the public interface. librdkafka itself omits outdated messages. */
  (void)message;
  return 0;
}
