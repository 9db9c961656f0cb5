#include "raw_headers.h"

/* clang-format off: rd.h has to come first. */
#include "rd.h"
#include "rdkafka_int.h"
#include "rdkafka_msg.h"
/* clang-format on */

#if RD_KAFKA_VERSION != 0x020f01ff
#error "See that rd_kafka_msg_headers_parse of the new librdkafka still reads what is read here"
#endif

const uint8_t* kafka_napi_raw_headers(const rd_kafka_message_t* message, size_t* size) {
  const rd_kafka_msg_t* msg = (const rd_kafka_msg_t*)message;
  const rd_kafkap_bytes_t* raw = &msg->rkm_u.consumer.binhdrs;
  *size = 0;
  if (RD_KAFKAP_BYTES_LEN(raw) == 0) return NULL;
  *size = (size_t)RD_KAFKAP_BYTES_LEN(raw);
  return raw->data;
}
