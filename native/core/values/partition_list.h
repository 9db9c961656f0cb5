#pragma once
// Topic-partition-offset lists, in both directions.
#include "core/values/handle.h"
#include "core/values/value.h"

namespace kafka_napi {

/** From a list of { topic, partition, offset?, leaderEpoch?, metadata? }. */
PartitionListHandle partitions_from(const Value& list);

/** To a list of { topic, partition, offset, leaderEpoch, metadata, errno }. */
Value partitions_to_value(const rd_kafka_topic_partition_list_t* list);

}  // namespace kafka_napi
