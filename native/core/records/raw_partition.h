#pragma once
/*
 * Facts about partitions and transactions that librdkafka knows but does not make public. As with raw_message.h there
 * are two implementations: raw_partition.c bypasses the public interface, public_partition.c does not.
 */
#include <stddef.h>
#include <stdint.h>

#include "rdkafka.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Where fetching of an assigned partition began: the committed offset, or the result of `auto.offset.reset`. Use it
 * only until the first message was consumed: rd_kafka_position knows nothing before, and afterwards this value is no
 * longer right. Negative: not known yet.
 */
int64_t kafka_napi_start_position(rd_kafka_t* rk, const char* topic, int32_t partition);

/** The end of the stable records according to the last fetch response. Negative: no response had one. */
int64_t kafka_napi_stable_end(rd_kafka_t* rk, const char* topic, int32_t partition);

/**
 * Whether metadata names a leader, as in Java's availablePartitions. Only for partitioners, which hold the topic's
 * lock. rd_kafka_topic_partition_available checks instead whether the leader's thread has taken over the partition.
 * That happens one by one while the first records of the topic are partitioned: all of them would go to the first one
 * or two partitions.
 */
int kafka_napi_has_leader(const rd_kafka_topic_t* topic, int32_t partition);

/** Number of the topic's partitions in the last metadata. 0: there was none yet, or there is no such topic. */
int32_t kafka_napi_partition_count(rd_kafka_topic_t* topic);

/**
 * A producer's messages that wait because metadata lacks their topic or the partition that they name. Those that have
 * waited for `max_age_us` fail: with ERR__TIMED_OUT if the topic is unknown, otherwise with ERR__UNKNOWN_PARTITION. For
 * the others, metadata is requested again. Returns how many µs the oldest of them has left, −1 if none waits. Not for
 * partitioners.
 */
int64_t kafka_napi_expire_unassigned(rd_kafka_t* rk, rd_kafka_topic_t* topic, int64_t max_age_us);

/**
 * Why the transaction can only be aborted, with its text in `text`. RD_KAFKA_RESP_ERR_NO_ERROR: it can be committed. In
 * the public interface only commit_transaction reports this.
 */
rd_kafka_resp_err_t kafka_napi_transaction_error(rd_kafka_t* rk, char* text, size_t size);

#ifdef __cplusplus
}
#endif
