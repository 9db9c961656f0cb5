#pragma once
// Topic-partition-offset lists, both ways.
#include "handle.h"
#include "value.h"

namespace kafka_napi {

/** From a list of { topic, partition, offset?, leaderEpoch?, metadata? }. */
PartitionListHandle partitions_from(const Value& list);

/** To a list of { topic, partition, offset, leaderEpoch, metadata, errno }. */
Value partitions_to_value(const rd_kafka_topic_partition_list_t* list);

}  // namespace kafka_napi
