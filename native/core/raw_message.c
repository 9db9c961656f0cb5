#include "raw_message.h"

/* clang-format off: rd.h has to come first. */
#include "rd.h"
#include "rdkafka_int.h"
#include "rdkafka_msg.h"
/* clang-format on */

#if RD_KAFKA_VERSION != 0x020f01ff
#error \
    "See that rd_kafka_msg_headers_parse, rd_kafka_message_timestamp and rd_kafka_message_leader_epoch of the new librdkafka still read what is read here"
#endif

/** So many messages ahead, their bytes are asked for: another core wrote them. */
#define AHEAD 8

void kafka_napi_raw_messages(rd_kafka_message_t* const* messages, size_t count, kafka_napi_raw_message_t* raw) {
  for (size_t i = 0; i < count; i++) {
    if (i + AHEAD < count) {
      const rd_kafka_message_t* ahead = messages[i + AHEAD];
      __builtin_prefetch(ahead->payload);
      __builtin_prefetch((const char*)ahead->payload + 64);
    }
    if (messages[i]->err != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
    const rd_kafka_msg_t* msg = (const rd_kafka_msg_t*)messages[i];
    const rd_kafkap_bytes_t* headers = &msg->rkm_u.consumer.binhdrs;
    const int32_t size = RD_KAFKAP_BYTES_LEN(headers);
    raw[i].headers = size <= 1 ? NULL : headers->data;
    raw[i].headers_size = (size_t)size;
    raw[i].timestamp = msg->rkm_timestamp;
    raw[i].timestamp_type = msg->rkm_tstype;
    raw[i].leader_epoch = msg->rkm_u.consumer.leader_epoch;
  }
}
