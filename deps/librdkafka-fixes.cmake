# Errors of librdkafka 2.15.1 that end the process, write records twice, lose them or refuse a call that is right, and one thing that
# makes it slow. The vendored files stay as they are, with the hash they were published with; what is compiled is a copy with these
# replacements. A text that is not found exactly once, because another version has it otherwise, stops the build: look whether the
# fix is still needed.
#
# Sets RDKAFKA_FIXED_FILES: names of the mended files, whose copies are in RDKAFKA_GENERATED_DIR.
set(RDKAFKA_FIXED_FILES "")

function(fix file from to)
  if(NOT file IN_LIST RDKAFKA_FIXED_FILES)
    set(RDKAFKA_FIXED_FILES ${RDKAFKA_FIXED_FILES} ${file} PARENT_SCOPE)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${RDKAFKA_DIR}/${file}")
    file(READ "${RDKAFKA_DIR}/${file}" fixed_${file})
  endif()
  string(FIND "${fixed_${file}}" "${from}" first)
  string(FIND "${fixed_${file}}" "${from}" last REVERSE)
  if(first EQUAL -1 OR NOT first EQUAL last)
    message(FATAL_ERROR "deps/librdkafka-fixes.cmake: ${file} does not have exactly once:\n${from}")
  endif()
  string(REPLACE "${from}" "${to}" text "${fixed_${file}}")
  set(fixed_${file} "${text}" PARENT_SCOPE)
endfunction()

# 1. A request to a group's coordinator that has timed out before the coordinator could be reached: when it can be reached
#    later, the callback finds no request, drops its reference, and returns an error, for which the same reference is dropped
#    once more: "Assertion `eonce->refcnt > 0' failed". Nothing is left to be done then, and so it is no error.
fix(rdkafka_admin.c
  [[        rko = rd_kafka_enq_once_del_source_return(eonce, "coordinator request");
        if (!rko)
                /* Admin request has timed out and been destroyed */
                return RD_KAFKA_RESP_ERR__DESTROY;
]]
  [[        rko = rd_kafka_enq_once_del_source_return(eonce, "coordinator request");
        if (!rko) {
                /* Admin request has timed out and been destroyed */
                rd_kafka_replyq_destroy(&replyq);
                return RD_KAFKA_RESP_ERR_NO_ERROR;
        }
]])

# 2. DescribeUserScramCredentials refused as a whole (not authorized): the error text is kept by a pointer into the stack or to a
#    constant, and freed later.
fix(rdkafka_admin.c
  [[                rko_result->rko_u.admin_result.errstr =
                    errstr; /* Request Level Error string*/
]]
  [[                rko_result->rko_u.admin_result.errstr =
                    rd_strdup(errstr); /* Request Level Error string*/
]])

# 3. Records written twice after another one has expired. A record that outlives delivery.timeout.ms leaves a gap in its
#    partition's sequence, and so the idempotent producer goes on under a new epoch. Under that it sends again everything that is
#    queued, of every partition, also batches that were sent before and whose answer was lost: by a new epoch no broker can tell
#    that it has them already. Java (TransactionManager, KIP-360) finishes those first, and so does this:
#
#    a. While the first batch of a partition may have been written, the partition goes on under the epoch in which it was sent;
#       the new one begins with the first batch that cannot have been. What comes after a batch that was certainly not written
#       cannot have been written either: the broker takes them in sequence only.
fix(rdkafka_broker.c
  [[static int rd_kafka_toppar_producer_serve(rd_kafka_broker_t *rkb,
                                          rd_kafka_toppar_t *rktp,
                                          const rd_kafka_pid_t pid,
]]
  [[static rd_bool_t rd_kafka_toppar_head_maybe_written(rd_kafka_toppar_t *rktp) {
        const rd_kafka_msg_t *rkm =
            TAILQ_FIRST(&rktp->rktp_xmit_msgq.rkmq_msgs);
        return rkm && rkm->rkm_status == RD_KAFKA_MSG_STATUS_POSSIBLY_PERSISTED;
}

static int rd_kafka_toppar_producer_serve(rd_kafka_broker_t *rkb,
                                          rd_kafka_toppar_t *rktp,
                                          rd_kafka_pid_t pid,
]])
fix(rdkafka_broker.c
  [[        int inflight              = 0;
        uint64_t epoch_base_msgid = 0;
        rd_bool_t batch_ready     = rd_false;
]]
  [[        int inflight              = 0;
        uint64_t epoch_base_msgid = 0;
        rd_bool_t batch_ready     = rd_false;
        rd_bool_t old_epoch       = rd_false;
]])
fix(rdkafka_broker.c
  [[                rd_bool_t did_purge = rd_false;

                if (unlikely(!rd_kafka_pid_eq(pid, rktp->rktp_eos.pid))) {
]]
  [[                rd_bool_t did_purge = rd_false;

                if (unlikely(!rd_kafka_pid_eq(pid, rktp->rktp_eos.pid) &&
                             rd_kafka_pid_valid(rktp->rktp_eos.pid) &&
                             !rd_kafka_is_transactional(rkb->rkb_rk) &&
                             rd_kafka_toppar_head_maybe_written(rktp))) {
                        pid       = rktp->rktp_eos.pid;
                        old_epoch = rd_true;
                }

                if (unlikely(!rd_kafka_pid_eq(pid, rktp->rktp_eos.pid))) {
]])
fix(rdkafka_broker.c
  [[        for (reqcnt = 0; reqcnt < max_requests; reqcnt++) {
                r = rd_kafka_ProduceRequest(rkb, rktp, pid, epoch_base_msgid);
]]
  [[        for (reqcnt = 0; reqcnt < max_requests; reqcnt++) {
                if (unlikely(old_epoch &&
                             !rd_kafka_toppar_head_maybe_written(rktp)))
                        break;
                r = rd_kafka_ProduceRequest(rkb, rktp, pid, epoch_base_msgid);
]])
#    b. A batch that was sent expires as a whole: what is left of one would have a sequence that the broker does not recognise.
fix(rdkafka_msg.c
  [[        rd_kafka_msg_t *rkm, *tmp, *first = NULL;
        int cnt = timedout->rkmq_msg_cnt;
]]
  [[        rd_kafka_msg_t *rkm, *tmp, *first = NULL;
        int cnt = timedout->rkmq_msg_cnt;
        uint64_t batch_end = 0;
]])
fix(rdkafka_msg.c
  [[                if (likely(rkm->rkm_ts_timeout > now)) {
                        if (abs_next_timeout)
                                *abs_next_timeout = rkm->rkm_ts_timeout;
                        break;
                }

                if (!first)
                        first = rkm;
]]
  [[                if (likely(rkm->rkm_ts_timeout > now &&
                           !(batch_end &&
                             rkm->rkm_u.producer.msgid <= batch_end))) {
                        if (abs_next_timeout)
                                *abs_next_timeout = rkm->rkm_ts_timeout;
                        break;
                }

                if (!first)
                        first = rkm;
                if (rkm->rkm_u.producer.last_msgid > batch_end)
                        batch_end = rkm->rkm_u.producer.last_msgid;
]])
#    c. A batch that is refused because one before it is missing has not been written: it is sent again under the new epoch.
fix(rdkafka_request.c
  [[                        perr->incr_retry = 0;
                        perr->actions    = RD_KAFKA_ERR_ACTION_RETRY;
                        perr->status     = RD_KAFKA_MSG_STATUS_NOT_PERSISTED;
                        perr->update_next_ack = rd_false;
                        perr->update_next_err = rd_true;

                        rd_kafka_idemp_drain_epoch_bump(
                            rk, perr->err, "skipped sequence numbers");
]]
  [[                        perr->incr_retry = 0;
                        perr->actions    = RD_KAFKA_ERR_ACTION_RETRY;
                        perr->status     = RD_KAFKA_MSG_STATUS_NOT_PERSISTED;
                        perr->update_next_ack = rd_false;
                        perr->update_next_err = rd_true;

                        TAILQ_FOREACH(firstmsg, &batch->msgq.rkmq_msgs,
                                      rkm_link)
                        firstmsg->rkm_status =
                            RD_KAFKA_MSG_STATUS_NOT_PERSISTED;

                        rd_kafka_idemp_drain_epoch_bump(
                            rk, perr->err, "skipped sequence numbers");
]])
#    d. A leader that has appended a batch and is deposed, loses its disk or the topic before the replicas have it answers with
#       an error that librdkafka takes for "not written".
fix(rdkafka_request.c
  [[                if (rd_kafka_is_idempotent(rk)) {
                        /* Any currently in-flight requests will
]]
  [[                if (rd_kafka_buf_was_sent(request) &&
                    (perr->err == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION ||
                     perr->err == RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR ||
                     perr->err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART))
                        perr->status = RD_KAFKA_MSG_STATUS_POSSIBLY_PERSISTED;

                if (rd_kafka_is_idempotent(rk)) {
                        /* Any currently in-flight requests will
]])

# 4. A record lost although it was acknowledged. A broker that knows nothing yet of a producer takes its first batch with any
#    sequence. Where the very first batch is refused (by a broker that is about to become the leader, or has too few replicas) and
#    the second, already on its way, is taken, librdkafka concludes from the second one's answer that the first was written, too.
#    Until a broker has taken the first batch of a partition no second one is sent.
fix(rdkafka_broker.c
  [[                epoch_base_msgid = rktp->rktp_eos.epoch_base_msgid;
                rd_kafka_toppar_unlock(rktp);
        }
]]
  [[                epoch_base_msgid = rktp->rktp_eos.epoch_base_msgid;
                if (unlikely(rktp->rktp_eos.next_ack_seq == 0))
                        max_requests = inflight > 0 ? 0 : 1;
                rd_kafka_toppar_unlock(rktp);
        }
]])

# 5. A partition assigned three times in a row: the second assignment tells its fetcher to stop; the third comes before that has
#    been answered, finds the partition still marked as started, and tells it again. The answer to the second stop finds it stopped:
#    "Assertion `rktp->rktp_started' failed". A partition counts as started no longer than until it is told to stop; that answers are
#    outstanding is counted apart (wait_stop_cnt), and nothing starts before they are there.
fix(rdkafka_assignment.c
  [[                        rd_kafka_toppar_op_fetch_stop(
                            rktp, RD_KAFKA_REPLYQ(rk->rk_ops, 0));
                        rk->rk_consumer.assignment.wait_stop_cnt++;
]]
  [[                        rd_kafka_toppar_op_fetch_stop(
                            rktp, RD_KAFKA_REPLYQ(rk->rk_ops, 0));
                        rk->rk_consumer.assignment.wait_stop_cnt++;
                        rktp->rktp_started = rd_false;
]])
fix(rdkafka_assignment.c
  [[        rd_assert(rktp->rktp_started);
        rktp->rktp_started = rd_false;

        rd_assert(rk->rk_consumer.assignment.started_cnt > 0);
]]
  [[        rd_assert(rk->rk_consumer.assignment.started_cnt > 0);
]])

# 6. A subscription that waits for a rebalance to end when the consumer is closed (subscribed, unsubscribed, subscribed again): it
#    takes effect when the rebalance has ended, of a group that is gone: "assert: !rkcg->rkcg_subscription". It is dropped instead, as
#    the other group protocol does.
fix(rdkafka_cgrp.c
  [[        rkcg->rkcg_ts_terminate = rd_clock();
        rkcg->rkcg_reply_rko    = rko;
]]
  [[        rkcg->rkcg_ts_terminate = rd_clock();
        rkcg->rkcg_reply_rko    = rko;

        RD_IF_FREE(rkcg->rkcg_next_subscription,
                   rd_kafka_topic_partition_list_destroy);
        rkcg->rkcg_next_subscription = NULL;
        rkcg->rkcg_next_unsubscribe  = rd_false;
]])

# 7. A consumer that has ever subscribed is held to its group's way of assigning (all at once, or step by step) for good, also with
#    partitions that are assigned by hand after it has unsubscribed: assign() fails with ERR__STATE after a cooperative subscription,
#    incremental_assign() after an eager one. Without a subscription either may be used, as before the first one.
fix(rdkafka_cgrp.c
  [[        } else if (rd_kafka_cgrp_rebalance_protocol(rkcg) ==
                       RD_KAFKA_REBALANCE_PROTOCOL_COOPERATIVE &&
                   !(rko->rko_u.assign.method ==
]]
  [[        } else if (!rkcg->rkcg_subscription || rkcg->rkcg_next_unsubscribe) {
                /* By hand. */
        } else if (rd_kafka_cgrp_rebalance_protocol(rkcg) ==
                       RD_KAFKA_REBALANCE_PROTOCOL_COOPERATIVE &&
                   !(rko->rko_u.assign.method ==
]])

# 8. A request to a coordinator that nobody may look up (not authorized): its error is reported and the reference of the lookup is
#    kept for good, a leak; and where two lookups are under way, the second one's error ends the request once more.
fix(rdkafka_coord.c
  [[                rd_kafka_coord_req_fail(rk, creq, err);
                return;

        } else if (actions & RD_KAFKA_ERR_ACTION_RETRY) {
]]
  [[                if (!creq->creq_done)
                        rd_kafka_coord_req_fail(rk, creq, err);

        } else if (actions & RD_KAFKA_ERR_ACTION_RETRY) {
]])

# 9. Not an error, but a third of a consumer's CPU on two cores: a broker's thread allocates each message by itself and takes a
#    reference to its partition; the application's thread frees both. They want the same locks (of a malloc arena) and the same
#    counters all the time, wait for each other, and go to sleep over it some thousand times a second. A message holds the buffer of
#    its response anyway: so messages are allocated in blocks that belong to that buffer, hold the partition, and are freed with it.
fix(rdkafka_op.c
  [[rd_kafka_op_t *rd_kafka_op_new_fetch_msg(rd_kafka_msg_t **rkmp,
]]
  [[#define RD_KAFKA_FETCH_OP_SIZE                                                 \
        (sizeof(rd_kafka_op_t) - sizeof(((rd_kafka_op_t *)0)->rko_u) +         \
         sizeof(((rd_kafka_op_t *)0)->rko_u.fetch))

/** Ops of one rkbuf and partition. The rkbuf keeps its blocks, the newest first, as its make_opaque: a response has no other. */
struct rd_kafka_fetch_ops {
        struct rd_kafka_fetch_ops *older;
        rd_kafka_toppar_t *rktp;
        int cnt;
        int size;
};

static void rd_kafka_fetch_ops_free(void *opaque) {
        struct rd_kafka_fetch_ops *block = opaque, *older;
        for (; block; block = older) {
                older = block->older;
                rd_kafka_toppar_destroy(block->rktp);
                rd_free(block);
        }
}

/** @locality the thread that parses the response: nobody else adds ops to an rkbuf. */
static rd_kafka_op_t *rd_kafka_fetch_op_new(rd_kafka_buf_t *rkbuf,
                                            rd_kafka_toppar_t *rktp) {
        struct rd_kafka_fetch_ops *block = rkbuf->rkbuf_make_opaque;
        rd_kafka_op_t *rko;

        rd_dassert(!block ||
                   rkbuf->rkbuf_free_make_opaque_cb == rd_kafka_fetch_ops_free);
        if (!block || block->cnt == block->size || block->rktp != rktp) {
                int size = block && block->rktp == rktp
                               ? RD_MIN(block->size * 2, 128)
                               : 4;
                struct rd_kafka_fetch_ops *newest = rd_calloc(
                    1, sizeof(*newest) + size * RD_KAFKA_FETCH_OP_SIZE);
                newest->older                    = block;
                newest->rktp                     = rd_kafka_toppar_keep(rktp);
                newest->size                     = size;
                rkbuf->rkbuf_make_opaque         = newest;
                rkbuf->rkbuf_free_make_opaque_cb = rd_kafka_fetch_ops_free;
                block                            = newest;
        }
        rko = (rd_kafka_op_t *)((char *)(block + 1) +
                                RD_KAFKA_FETCH_OP_SIZE * block->cnt++);
        rko->rko_type = RD_KAFKA_OP_FETCH;
        rko->rko_rktp = rktp;
        return rko;
}

rd_kafka_op_t *rd_kafka_op_new_fetch_msg(rd_kafka_msg_t **rkmp,
]])
fix(rdkafka_op.c
  [[        rko              = rd_kafka_op_new(RD_KAFKA_OP_FETCH);
        rko->rko_rktp    = rd_kafka_toppar_keep(rktp);
]]
  [[        rko              = rd_kafka_fetch_op_new(rkbuf, rktp);
]])
fix(rdkafka_op.c
  [[                if (rko->rko_u.fetch.rkbuf)
                        rd_kafka_buf_handle_op(rko, RD_KAFKA_RESP_ERR__DESTROY);

                break;

        case RD_KAFKA_OP_OFFSET_FETCH:
]]
  [[                if (rko->rko_u.fetch.rkbuf)
                        rko->rko_rktp = NULL;
                break;

        case RD_KAFKA_OP_OFFSET_FETCH:
]])
fix(rdkafka_op.c
  [[        if (rd_atomic32_sub(&rd_kafka_op_cnt, 1) < 0)
                rd_kafka_assert(NULL, !*"rd_kafka_op_cnt < 0");
#endif

        rd_free(rko);
]]
  [[        if (rd_atomic32_sub(&rd_kafka_op_cnt, 1) < 0)
                rd_kafka_assert(NULL, !*"rd_kafka_op_cnt < 0");
#endif

        /* The last op of an rkbuf is gone with it. */
        if ((rko->rko_type & ~RD_KAFKA_OP_FLAGMASK) == RD_KAFKA_OP_FETCH &&
            rko->rko_u.fetch.rkbuf)
                rd_kafka_buf_handle_op(rko, RD_KAFKA_RESP_ERR__DESTROY);
        else
                rd_free(rko);
]])

foreach(file IN LISTS RDKAFKA_FIXED_FILES)
  set(before "")
  if(EXISTS "${RDKAFKA_GENERATED_DIR}/${file}")
    file(READ "${RDKAFKA_GENERATED_DIR}/${file}" before)
  endif()
  if(NOT before STREQUAL fixed_${file})
    file(WRITE "${RDKAFKA_GENERATED_DIR}/${file}" "${fixed_${file}}")
  endif()
endforeach()
