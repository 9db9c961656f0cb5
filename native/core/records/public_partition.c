/* raw_partition.h with only librdkafka's public interface. */
#include "core/records/raw_partition.h"

int64_t kafka_napi_start_position(rd_kafka_t* rk, const char* topic, int32_t partition) {
  (void)rk;
  (void)topic;
  (void)partition;
  /* Unknown before the first message; from then on position() returns it. */
  return RD_KAFKA_OFFSET_INVALID;
}

int64_t kafka_napi_stable_end(rd_kafka_t* rk, const char* topic, int32_t partition) {
  /* The public interface has no stable end, so the end of the log is used. */
  (void)rk, (void)topic, (void)partition;
  return RD_KAFKA_OFFSET_INVALID;
}

int kafka_napi_has_leader(const rd_kafka_topic_t* topic, int32_t partition) {
  return rd_kafka_topic_partition_available(topic, partition);
}

int32_t kafka_napi_partition_count(rd_kafka_topic_t* topic) {
  /*
   * The public interface does not report this: no record counts as lacking metadata, and message.timeout.ms bounds
   * every wait.
   */
  (void)topic;
  return INT32_MAX;
}

int64_t kafka_napi_expire_unassigned(rd_kafka_t* rk, rd_kafka_topic_t* topic, int64_t max_age_us) {
  (void)rk, (void)topic, (void)max_age_us;
  return -1;
}

rd_kafka_resp_err_t kafka_napi_transaction_error(rd_kafka_t* rk, char* text, size_t size) {
  (void)rk, (void)text, (void)size;
  return RD_KAFKA_RESP_ERR_NO_ERROR;
}
