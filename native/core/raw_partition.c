#include "raw_partition.h"

/* rd.h has to come first. */
/* clang-format off */
#include "rd.h"
#include "rdkafka_int.h"
#include "rdkafka_partition.h"
#include "rdkafka_topic.h"
/* clang-format on */

#if RD_KAFKA_VERSION != 0x020f01ff
#error \
    "See that rktp_next_fetch_start of the new librdkafka still is where fetching begins, and rktp_leader_id what metadata says"
#endif

int64_t kafka_napi_start_position(rd_kafka_t* rk, const char* topic, int32_t partition) {
  int64_t offset = RD_KAFKA_OFFSET_INVALID;
  rd_kafka_toppar_t* rktp = rd_kafka_toppar_get2(rk, topic, partition, 0, 0);
  if (rktp == NULL) return offset;
  rd_kafka_toppar_lock(rktp);
  /* A start, stop or seek under way has a newer version than the last one that was carried out. */
  if (rktp->rktp_fetch_state == RD_KAFKA_TOPPAR_FETCH_ACTIVE && rktp->rktp_op_version == rd_atomic32_get(&rktp->rktp_version)) {
    offset = rktp->rktp_next_fetch_start.offset;
  }
  rd_kafka_toppar_unlock(rktp);
  rd_kafka_toppar_destroy(rktp);
  return offset;
}

int kafka_napi_has_leader(const rd_kafka_topic_t* topic, int32_t partition) {
  rd_kafka_toppar_t* rktp = rd_kafka_toppar_get(topic, partition, 0);
  if (rktp == NULL) return 0;
  rd_kafka_toppar_lock(rktp);
  const int has_leader = rktp->rktp_leader_id != -1;
  rd_kafka_toppar_unlock(rktp);
  rd_kafka_toppar_destroy(rktp);
  return has_leader;
}
