#include "core/records/raw_message.h"

/* rd.h must come first, and rdkafka_int.h before the headers that it consists of. */
/* clang-format off */
#include "rd.h"
#include "rdkafka_int.h"
#include "rdkafka_buf.h"
#include "rdkafka_msg.h"
#include "rdkafka_offset.h"
#include "rdkafka_op.h"
#include "rdkafka_partition.h"
/* clang-format on */

#if RD_KAFKA_VERSION != 0x020f01ff
#error \
    "See that rd_kafka_q_serve_rkmessages, rd_kafka_message_setup, rd_kafka_op_destroy, rd_kafka_msg_headers_parse, rd_kafka_message_timestamp and rd_kafka_message_leader_epoch of the new librdkafka still do what is done here"
#endif

#ifndef RD_KAFKA_FETCH_OPS_IN_BLOCKS
#error "kafka_napi_release_raw relies on deps/patches/librdkafka/0901: build with KAFKA_NAPI_PATCHES=all"
#endif

/** Messages and their bytes are prefetched this far ahead, because another core wrote them. */
#define MESSAGES_AHEAD 4
#define BYTES_AHEAD 8

static rd_kafka_op_t* op_of(rd_kafka_message_t* message) {
  return (rd_kafka_op_t*)((char*)message - offsetof(rd_kafka_op_t, rko_u.fetch.rkm.rkm_rkmessage));
}

static void read_op(rd_kafka_op_t* rko, kafka_napi_raw_message_t* raw) {
  rd_kafka_msg_t* msg = &rko->rko_u.fetch.rkm;
  const rd_kafkap_bytes_t* headers = &msg->rkm_u.consumer.binhdrs;
  const int32_t size = RD_KAFKAP_BYTES_LEN(headers);
  raw->message = &msg->rkm_rkmessage;
  raw->topic = rko->rko_rktp->rktp_rkt;
  raw->partition = rko->rko_rktp->rktp_partition;
  /* A header section of one byte is only a count: there are no headers. */
  raw->headers = size <= 1 ? NULL : headers->data;
  raw->headers_size = (size_t)size;
  raw->timestamp = msg->rkm_timestamp;
  raw->timestamp_type = (uint8_t)msg->rkm_tstype;
  raw->leader_epoch = msg->rkm_u.consumer.leader_epoch;
}

void kafka_napi_read_raw(rd_kafka_message_t* message, kafka_napi_raw_message_t* raw) {
  read_op(op_of(message), raw);
  /* The message itself refers to its topic. */
  raw->response = NULL;
}

/** Everything that is not a current message is left to rd_kafka_q_serve_rkmessages. */
static int is_plain(rd_kafka_op_t* rko) {
  return rko->rko_type == RD_KAFKA_OP_FETCH && !rko->rko_err && !rd_kafka_op_version_outdated(rko, 0);
}

/**
 * Most ops lie next to each other, in blocks. The ops after `rko` are assumed to have the same distance as its next
 * one. If they do not, the prefetch is harmless.
 */
static void prefetch_ops(const rd_kafka_op_t* rko) {
  const uintptr_t apart = (uintptr_t)TAILQ_NEXT(rko, rko_link) - (uintptr_t)rko;
  const uintptr_t ahead = (uintptr_t)rko + MESSAGES_AHEAD * apart;
  for (size_t at = 0; at < offsetof(rd_kafka_op_t, rko_u) + sizeof(rko->rko_u.fetch); at += 64)
    __builtin_prefetch((const void*)(ahead + at));
}

/** Unlinks up to `max` ops at the front, or about `max_bytes` bytes of them. They stay linked to each other. */
static size_t unlink_head(rd_kafka_q_t* rkq, size_t max, size_t max_bytes, rd_kafka_op_t** ops) {
  size_t count = 0;
  size_t bytes = 0;
  int64_t size = 0;
  mtx_lock(&rkq->rkq_lock);
  rd_kafka_op_t* rko = TAILQ_FIRST(&rkq->rkq_q);
  for (; rko && count < max && bytes < max_bytes && is_plain(rko); rko = TAILQ_NEXT(rko, rko_link)) {
    prefetch_ops(rko);
    size += rko->rko_len;
    bytes += rko->rko_u.fetch.rkm.rkm_rkmessage.len + rko->rko_u.fetch.rkm.rkm_rkmessage.key_len;
    ops[count++] = rko;
  }
  if (count > 0) {
    /* Unlinks all at once: each op's links lie in memory that another core wrote. */
    rkq->rkq_q.tqh_first = rko;
    if (rko) rko->rko_link.tqe_prev = &rkq->rkq_q.tqh_first;
    else rkq->rkq_q.tqh_last = &rkq->rkq_q.tqh_first;
    rkq->rkq_qlen -= (int)count;
    rkq->rkq_qsize -= size;
    rd_kafka_q_mark_served(rkq);
  }
  mtx_unlock(&rkq->rkq_lock);
  return count;
}

/**
 * Updates the value of position(). A partition's messages come in runs, in order: only the last one of each run
 * matters.
 */
static void move_positions(rd_kafka_t* rk, rd_kafka_op_t* const* ops, size_t count) {
  for (size_t i = 0; i < count; i++) {
    rd_kafka_op_t* rko = ops[i];
    rd_kafka_toppar_t* rktp = rko->rko_rktp;
    if (i + 1 < count && ops[i + 1]->rko_rktp == rktp) continue;
    const rd_kafka_fetch_pos_t pos =
        RD_KAFKA_FETCH_POS(rko->rko_u.fetch.rkm.rkm_rkmessage.offset + 1, rko->rko_u.fetch.rkm.rkm_u.consumer.leader_epoch);
    /*
     * Also if the position is lower: after the log was truncated, resuming from a pause would otherwise continue at the
     * position in the old log.
     */
    if (rd_kafka_fetch_pos_cmp(&pos, &rktp->rktp_app_pos) != 0) rd_kafka_update_app_pos(rk, rktp, pos, RD_DO_LOCK);
  }
}

static void prefetch_bytes(rd_kafka_op_t* rko) {
  const char* payload = rko->rko_u.fetch.rkm.rkm_rkmessage.payload;
  __builtin_prefetch(payload);
  __builtin_prefetch(payload + 64);
}

static size_t take_from(rd_kafka_q_t* rkq, size_t max, size_t max_bytes, kafka_napi_raw_message_t* raw) {
  rd_kafka_q_t* fwdq = rd_kafka_q_fwd_get(rkq, 1);
  if (fwdq) {
    const size_t taken = take_from(fwdq, max, max_bytes, raw);
    rd_kafka_q_destroy(fwdq);
    return taken;
  }
  rd_kafka_t* rk = rkq->rkq_rk;
  rd_kafka_op_t* ops[KAFKA_NAPI_MOST_RAW];
  rd_kafka_app_poll_start(rk, rkq, 0, rd_false);
  const size_t count = unlink_head(rkq, max, max_bytes, ops);
  size_t taken = 0;
  move_positions(rk, ops, count);
  for (size_t i = 0; i < count; i++) {
    if (i + BYTES_AHEAD < count) prefetch_bytes(ops[i + BYTES_AHEAD]);
    if (unlikely(rd_kafka_op_is_ctrl_msg(ops[i]))) {
      rd_kafka_op_destroy(ops[i]);
      continue;
    }
    read_op(ops[i], &raw[taken]);
    raw[taken++].response = ops[i]->rko_u.fetch.rkbuf;
  }
  rd_kafka_app_polled(rk, rkq);
  return taken;
}

size_t kafka_napi_take_raw(rd_kafka_queue_t* queue, size_t max, size_t max_bytes, kafka_napi_raw_message_t* raw) {
  /* An interceptor must see each message when the application gets it. */
  if (rd_list_cnt(&queue->rkqu_rk->rk_conf.interceptors.on_consume) > 0) return 0;
  return take_from(queue->rkqu_q, max, max_bytes, raw);
}

void kafka_napi_forget_headers(kafka_napi_raw_message_t* raw) { raw->headers = NULL; }

int kafka_napi_is_outdated(rd_kafka_message_t* message) { return rd_kafka_op_version_outdated(op_of(message), 0); }

void kafka_napi_release_raw(rd_kafka_message_t* message, size_t count) {
  rd_kafka_op_t* rko = op_of(message);
  /*
   * The ops' own data belongs to the response (deps/patches/librdkafka/0901), which this op's reference keeps until the
   * end.
   */
  if (count > 1) rd_atomic32_sub(&rko->rko_u.fetch.rkbuf->rkbuf_refcnt, (int32_t)count - 1);
  rd_kafka_op_destroy(rko);
}
