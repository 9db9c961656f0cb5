#include "core/records/raw_partition.h"

/* rd.h must come first. */
/* clang-format off */
#include "rd.h"
#include "rdkafka_int.h"
#include "rdkafka_partition.h"
#include "rdkafka_topic.h"
/* clang-format on */

#if RD_KAFKA_VERSION != 0x020f01ff
#error \
    "See that rktp_next_fetch_start of the new librdkafka still is where fetching begins, rktp_ls_offset what fetching found, rktp_leader_id what metadata says, where messages without a partition wait, and rk_eos.txn_err why a transaction can only be aborted"
#endif

int64_t kafka_napi_start_position(rd_kafka_t* rk, const char* topic, int32_t partition) {
  int64_t offset = RD_KAFKA_OFFSET_INVALID;
  rd_kafka_toppar_t* rktp = rd_kafka_toppar_get2(rk, topic, partition, 0, 0);
  if (rktp == NULL) return offset;
  rd_kafka_toppar_lock(rktp);
  /* A pending start, stop or seek has a newer version than the last completed one. */
  if (rktp->rktp_fetch_state == RD_KAFKA_TOPPAR_FETCH_ACTIVE && rktp->rktp_op_version == rd_atomic32_get(&rktp->rktp_version)) {
    offset = rktp->rktp_next_fetch_start.offset;
  }
  rd_kafka_toppar_unlock(rktp);
  rd_kafka_toppar_destroy(rktp);
  return offset;
}

int64_t kafka_napi_stable_end(rd_kafka_t* rk, const char* topic, int32_t partition) {
  rd_kafka_toppar_t* rktp = rd_kafka_toppar_get2(rk, topic, partition, 0, 0);
  if (rktp == NULL) return RD_KAFKA_OFFSET_INVALID;
  rd_kafka_toppar_lock(rktp);
  const int64_t offset = rktp->rktp_ls_offset;
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

int32_t kafka_napi_partition_count(rd_kafka_topic_t* topic) {
  rd_kafka_topic_t* rkt = rd_kafka_topic_proper(topic);
  rd_kafka_topic_rdlock(rkt);
  const int32_t count = rkt->rkt_partition_cnt;
  rd_kafka_topic_rdunlock(rkt);
  return count;
}

int64_t kafka_napi_expire_unassigned(rd_kafka_t* rk, rd_kafka_topic_t* topic, int64_t max_age_us) {
  rd_kafka_topic_t* rkt = rd_kafka_topic_proper(topic);
  rd_kafka_msgq_t expired = RD_KAFKA_MSGQ_INITIALIZER(expired);
  const rd_ts_t now = rd_clock();
  int64_t left = -1;
  rd_kafka_msg_t *message, *next;

  rd_kafka_topic_rdlock(rkt);
  const int32_t count = rkt->rkt_partition_cnt;
  const int is_known = rkt->rkt_state != RD_KAFKA_TOPIC_S_UNKNOWN;
  const rd_ts_t answered = rkt->rkt_ts_metadata;
  rd_kafka_toppar_t* unassigned = rd_kafka_toppar_get(rkt, RD_KAFKA_PARTITION_UA, 0);
  if (unassigned != NULL) {
    rd_kafka_toppar_lock(unassigned);
    TAILQ_FOREACH_SAFE(message, &unassigned->rktp_msgq.rkmq_msgs, rkm_link, next) {
      /*
       * The partition of the other records is known, but its metadata was lost. message.timeout.ms bounds their wait.
       */
      if (count > 0 && message->rkm_partition < count) continue;
      left = message->rkm_ts_enq + max_age_us - now;
      if (left > 0) break;
      left = -1;
      rd_kafka_msgq_deq(&unassigned->rktp_msgq, message, 1);
      rd_kafka_msgq_enq(&expired, message);
    }
    rd_kafka_toppar_unlock(unassigned);
    rd_kafka_toppar_destroy(unassigned);
  }
  rd_kafka_topic_rdunlock(rkt);

  if (rd_kafka_msgq_len(&expired) > 0) {
    rd_kafka_dr_msgq(rkt, &expired, count > 0 ? RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION : RD_KAFKA_RESP_ERR__TIMED_OUT);
  }
  /*
   * librdkafka itself requests metadata of a topic that it does not know at all. This is about the others: the last
   * metadata lacked the partition, or said that the topic is missing or refused.
   */
  const rd_ts_t pause = (rd_ts_t)rk->rk_conf.retry_backoff_ms * 1000;
  if (left >= 0 && is_known && now - answered >= pause) rd_kafka_topic_leader_query0(rk, rkt, 1, rd_true);
  return left;
}

rd_kafka_resp_err_t kafka_napi_transaction_error(rd_kafka_t* rk, char* text, size_t size) {
  rd_kafka_rdlock(rk);
  const rd_kafka_resp_err_t error = rk->rk_eos.txn_err;
  rd_snprintf(text, size, "%s", error != RD_KAFKA_RESP_ERR_NO_ERROR && rk->rk_eos.txn_errstr ? rk->rk_eos.txn_errstr : "");
  rd_kafka_rdunlock(rk);
  return error;
}
