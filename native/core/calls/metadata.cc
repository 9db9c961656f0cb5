#include "core/calls/metadata.h"

#include <algorithm>
#include <chrono>

#include "core/values/handle.h"

namespace kafka_napi {

namespace {

using MetadataHandle = Handle<const rd_kafka_metadata_t, rd_kafka_metadata_destroy>;

List broker_ids(const int32_t* ids, int count) {
  List result;
  for (int i = 0; i < count; i++) result.emplace_back(static_cast<int>(ids[i]));
  return result;
}

void append_topics(const rd_kafka_metadata_t* metadata, List& topics) {
  for (int i = 0; i < metadata->topic_cnt; i++) {
    const rd_kafka_metadata_topic_t& topic = metadata->topics[i];
    List partitions;
    for (int j = 0; j < topic.partition_cnt; j++) {
      const rd_kafka_metadata_partition_t& partition = topic.partitions[j];
      partitions.push_back(Map{{"partition", static_cast<int>(partition.id)},
                               {"errno", static_cast<int>(partition.err)},
                               {"leader", static_cast<int>(partition.leader)},
                               {"replicas", broker_ids(partition.replicas, partition.replica_cnt)},
                               {"isrs", broker_ids(partition.isrs, partition.isr_cnt)}});
    }
    topics.push_back(Map{{"topic", topic.topic}, {"errno", static_cast<int>(topic.err)}, {"partitions", std::move(partitions)}});
  }
}

Error fetch(rd_kafka_t* client, int all, rd_kafka_topic_t* only, int timeout_ms, MetadataHandle& result) {
  const rd_kafka_metadata_t* metadata = nullptr;
  const rd_kafka_resp_err_t code = rd_kafka_metadata(client, all, only, &metadata, timeout_ms);
  result.reset(metadata);
  return Error(code);
}

}  // namespace

Error read_metadata(Client& client, const Value& topics, int timeout_ms, Value& result) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(std::max(0, timeout_ms));
  const List& names = topics.list();
  const bool all = topics.is_null();
  List described;
  MetadataHandle metadata;
  // One request for all topics or for none. For a list, librdkafka's interface allows one topic at a time.
  for (size_t i = 0; i < std::max<size_t>(1, names.size()); i++) {
    TopicHandle topic;
    if (!names.empty()) {
      topic = client.make_topic(names[i].string());
      if (!topic) return Error(rd_kafka_last_error());
    }
    int left = timeout_ms;
    if (timeout_ms >= 0) {
      const auto remaining = deadline - std::chrono::steady_clock::now();
      left = static_cast<int>(std::max<int64_t>(0, std::chrono::duration_cast<std::chrono::milliseconds>(remaining).count()));
    }
    const Error error = fetch(client.handle(), all ? 1 : 0, topic.get(), left, metadata);
    if (error) return error;
    append_topics(metadata.get(), described);
  }
  List brokers;
  for (int i = 0; i < metadata->broker_cnt; i++) {
    const rd_kafka_metadata_broker_t& broker = metadata->brokers[i];
    brokers.push_back(Map{{"id", static_cast<int>(broker.id)}, {"host", broker.host}, {"port", broker.port}});
  }
  Value cluster;
  if (char* id = rd_kafka_clusterid(client.handle(), 0)) {
    cluster = Value(id);
    rd_kafka_mem_free(client.handle(), id);
  }
  result = Map{{"clusterId", std::move(cluster)},
               {"controllerId", rd_kafka_controllerid(client.handle(), 0)},
               {"brokers", std::move(brokers)},
               {"topics", std::move(described)}};
  return Error();
}

}  // namespace kafka_napi
