#include "core/records/java_partitioner.h"

#include <random>

#include "core/records/raw_partition.h"

namespace kafka_napi {

namespace {

int32_t random_below(int32_t count) {
  thread_local std::minstd_rand generator(std::random_device{}());
  return std::uniform_int_distribution<int32_t>(0, count - 1)(generator);
}

}  // namespace

int32_t StickyPartition::choose(const rd_kafka_topic_t* topic, const void* key, size_t key_size, int32_t count, void* self,
                                void* record) {
  StickyPartition* sticky = static_cast<StickyPartition*>(self);
  if (key != nullptr && !sticky->options_.ignore_keys) {
    return rd_kafka_msg_partitioner_murmur2(topic, key, key_size, count, nullptr, nullptr);
  }
  return sticky->stick(topic, count, record_size(record));
}

int32_t StickyPartition::stick(const rd_kafka_topic_t* topic, int32_t count, uint32_t size) {
  const int64_t before = bytes_.fetch_add(size, std::memory_order_relaxed);
  const int32_t current = partition_.load(std::memory_order_relaxed);
  if (current >= 0 && current < count && before < options_.batch_size) return current;
  const int32_t start = random_below(count);
  int32_t chosen = start;
  // The next partition with a leader. If none has one, the topic is still unknown: keeps the first one drawn.
  for (int32_t i = 0; i < count; i++) {
    const int32_t candidate = (start + i) % count;
    if (kafka_napi_has_leader(topic, candidate)) {
      chosen = candidate;
      break;
    }
  }
  partition_.store(chosen, std::memory_order_relaxed);
  bytes_.store(size, std::memory_order_relaxed);
  return chosen;
}

TopicHandle JavaPartitioner::make_topic(rd_kafka_t* client, const std::string& name) {
  if (!options_.enabled) return TopicHandle(rd_kafka_topic_new(client, name.c_str(), nullptr));
  StickyPartition* sticky;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    std::unique_ptr<StickyPartition>& slot = topics_[name];
    if (!slot) slot = std::make_unique<StickyPartition>(options_);
    sticky = slot.get();
  }
  rd_kafka_topic_conf_t* conf = rd_kafka_default_topic_conf_dup(client);
  rd_kafka_topic_conf_set_partitioner_cb(conf, StickyPartition::choose);
  rd_kafka_topic_conf_set_opaque(conf, sticky);
  return TopicHandle(rd_kafka_topic_new(client, name.c_str(), conf));
}

}  // namespace kafka_napi
