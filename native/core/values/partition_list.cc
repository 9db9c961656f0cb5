#include "core/values/partition_list.h"

#include <cstdlib>
#include <cstring>
#include <new>

namespace kafka_napi {

namespace {

/** Stored with its length, because it may contain a NUL. librdkafka frees it with free(). */
void set_metadata(rd_kafka_topic_partition_t* partition, const std::string& metadata) {
  partition->metadata = std::malloc(metadata.size() + 1);
  if (partition->metadata == nullptr) throw std::bad_alloc();
  std::memcpy(partition->metadata, metadata.c_str(), metadata.size() + 1);
  partition->metadata_size = metadata.size();
}

}  // namespace

PartitionListHandle partitions_from(const Value& list) {
  const List& items = list.list();
  PartitionListHandle result(rd_kafka_topic_partition_list_new(static_cast<int>(items.size())));
  for (const Value& item : items) {
    rd_kafka_topic_partition_t* partition = rd_kafka_topic_partition_list_add(result.get(), item["topic"].string().c_str(),
                                                                              item["partition"].integer(RD_KAFKA_PARTITION_UA));
    partition->offset = item["offset"].integer64(RD_KAFKA_OFFSET_INVALID);
    if (item["leaderEpoch"].as_number()) {
      rd_kafka_topic_partition_set_leader_epoch(partition, item["leaderEpoch"].integer());
    }
    if (const std::string* metadata = item["metadata"].as_string()) set_metadata(partition, *metadata);
  }
  return result;
}

Value partitions_to_value(const rd_kafka_topic_partition_list_t* list) {
  List result;
  if (list == nullptr) return result;
  result.reserve(static_cast<size_t>(list->cnt));
  for (int i = 0; i < list->cnt; i++) {
    const rd_kafka_topic_partition_t& partition = list->elems[i];
    Map item{{"topic", partition.topic},
             {"partition", static_cast<int>(partition.partition)},
             {"offset", static_cast<int64_t>(partition.offset)},
             {"leaderEpoch", static_cast<int>(rd_kafka_topic_partition_get_leader_epoch(&partition))},
             {"errno", static_cast<int>(partition.err)}};
    if (partition.metadata != nullptr) {
      item.emplace_back("metadata", std::string(static_cast<const char*>(partition.metadata), partition.metadata_size));
    } else {
      item.emplace_back("metadata", nullptr);
    }
    result.emplace_back(std::move(item));
  }
  return result;
}

}  // namespace kafka_napi
