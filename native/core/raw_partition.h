#pragma once
/* What librdkafka knows of a partition and does not tell: the other look behind its public interface, as raw_message.h. */
#include <stdint.h>

#include "rdkafka.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Where fetching of an assigned partition began, the committed offset or what `auto.offset.reset` led to; rd_kafka_position tells
 * nothing before the first message was consumed, and then only this is no longer what it says. Negative: not known yet.
 */
int64_t kafka_napi_start_position(rd_kafka_t* rk, const char* topic, int32_t partition);

/**
 * Whether metadata names a leader, as Java's availablePartitions has it; for partitioners only, which hold the topic's lock.
 * rd_kafka_topic_partition_available asks whether the leader's own thread has taken the partition over. It takes one after the
 * other, while the first records of the topic are partitioned: those would all go to the one or two that it has come to.
 */
int kafka_napi_has_leader(const rd_kafka_topic_t* topic, int32_t partition);

#ifdef __cplusplus
}
#endif
