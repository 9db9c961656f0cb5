// createTopics, deleteTopics, createPartitions, describeTopics.
#include "core/admin/admin_operation.h"

namespace kafka_napi {

namespace {

using NewTopicHandle = Handle<rd_kafka_NewTopic_t, rd_kafka_NewTopic_destroy>;
using NewTopics = ObjectList<rd_kafka_NewTopic_t, rd_kafka_NewTopic_destroy>;
using DeleteTopics = ObjectList<rd_kafka_DeleteTopic_t, rd_kafka_DeleteTopic_destroy>;
using NewPartitionsHandle = Handle<rd_kafka_NewPartitions_t, rd_kafka_NewPartitions_destroy>;
using NewPartitionsList = ObjectList<rd_kafka_NewPartitions_t, rd_kafka_NewPartitions_destroy>;
using TopicCollectionHandle = Handle<rd_kafka_TopicCollection_t, rd_kafka_TopicCollection_destroy>;

std::vector<int32_t> broker_ids(const Value& list) {
  std::vector<int32_t> result;
  for (const Value& item : list.list()) result.push_back(item.integer());
  return result;
}

/** Calls `set(partition, ids, count, reason, size)` for each list of replicas, in order. */
template <typename Function>
Error set_assignments(const Value& assignments, Function set) {
  char reason[512] = "";
  int32_t partition = 0;
  for (const Value& replicas : assignments.list()) {
    std::vector<int32_t> ids = broker_ids(replicas);
    const rd_kafka_resp_err_t code = set(partition++, ids.data(), ids.size(), reason, sizeof(reason));
    if (code) return Error(code, reason);
  }
  return Error();
}

/** [{ name, error }] */
Value topic_results(const rd_kafka_topic_result_t** topics, size_t count) {
  List result;
  for (size_t i = 0; i < count; i++) {
    result.push_back(
        Map{{"name", rd_kafka_topic_result_name(topics[i])},
            {"error", resource_error(rd_kafka_topic_result_error(topics[i]), rd_kafka_topic_result_error_string(topics[i]))}});
  }
  return result;
}

// ---- createTopics: topics [{ name, numPartitions, replicationFactor, assignments?, configs? [{ name, value }] }]

Error new_topic(const Value& topic, NewTopics& topics) {
  char reason[512] = "";
  NewTopicHandle made(rd_kafka_NewTopic_new(topic["name"].string().c_str(), topic["numPartitions"].integer(-1),
                                            topic["replicationFactor"].integer(-1), reason, sizeof(reason)));
  if (!made) return Error(RD_KAFKA_RESP_ERR__INVALID_ARG, reason);
  rd_kafka_NewTopic_t* borrowed = made.get();
  Error error =
      set_assignments(topic["assignments"], [borrowed](int32_t partition, int32_t* ids, size_t count, char* text, size_t size) {
        return rd_kafka_NewTopic_set_replica_assignment(borrowed, partition, ids, count, text, size);
      });
  if (error) return error;
  for (const Value& config : topic["configs"].list()) {
    const rd_kafka_resp_err_t code =
        rd_kafka_NewTopic_set_config(made.get(), config["name"].string().c_str(), config["value"].string().c_str());
    if (code) return Error(code);
  }
  topics.add(std::move(made));
  return Error();
}

Error start_create_topics(const AdminRequest& request) {
  NewTopics topics;
  for (const Value& topic : request.arguments["topics"].list()) {
    if (Error error = new_topic(topic, topics)) return error;
  }
  rd_kafka_CreateTopics(request.client, topics.data(), topics.size(), request.options, request.queue);
  return Error();
}

Value create_topics_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** topics = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count);
  return topic_results(topics, count);
}

// ---- deleteTopics: topics [name]

Error start_delete_topics(const AdminRequest& request) {
  DeleteTopics topics;
  for (const Value& name : request.arguments["topics"].list()) {
    topics.add(Handle<rd_kafka_DeleteTopic_t, rd_kafka_DeleteTopic_destroy>(rd_kafka_DeleteTopic_new(name.string().c_str())));
  }
  rd_kafka_DeleteTopics(request.client, topics.data(), topics.size(), request.options, request.queue);
  return Error();
}

Value delete_topics_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** topics = rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event), &count);
  return topic_results(topics, count);
}

// ---- createPartitions: topics [{ name, totalCount, assignments? }]

Error start_create_partitions(const AdminRequest& request) {
  NewPartitionsList all;
  for (const Value& topic : request.arguments["topics"].list()) {
    char reason[512] = "";
    NewPartitionsHandle made(rd_kafka_NewPartitions_new(
        topic["name"].string().c_str(), static_cast<size_t>(topic["totalCount"].integer()), reason, sizeof(reason)));
    if (!made) return Error(RD_KAFKA_RESP_ERR__INVALID_ARG, reason);
    rd_kafka_NewPartitions_t* borrowed = made.get();
    Error error =
        set_assignments(topic["assignments"], [borrowed](int32_t partition, int32_t* ids, size_t count, char* text, size_t size) {
          return rd_kafka_NewPartitions_set_replica_assignment(borrowed, partition, ids, count, text, size);
        });
    if (error) return error;
    all.add(std::move(made));
  }
  rd_kafka_CreatePartitions(request.client, all.data(), all.size(), request.options, request.queue);
  return Error();
}

Value create_partitions_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** topics = rd_kafka_CreatePartitions_result_topics(rd_kafka_event_CreatePartitions_result(event), &count);
  return topic_results(topics, count);
}

// ---- describeTopics: topics [name]

Error start_describe_topics(const AdminRequest& request) {
  std::vector<const char*> names = c_strings(request.arguments["topics"]);
  TopicCollectionHandle topics(rd_kafka_TopicCollection_of_topic_names(names.data(), names.size()));
  rd_kafka_DescribeTopics(request.client, topics.get(), request.options, request.queue);
  return Error();
}

/** In Kafka's form: librdkafka's text uses the other base64 alphabet. */
Value topic_id(const rd_kafka_Uuid_t* id) {
  const char* text = id ? rd_kafka_Uuid_base64str(id) : nullptr;
  if (text == nullptr) return Value();
  std::string result(text);
  for (char& c : result) {
    if (c == '+') c = '-';
    if (c == '/') c = '_';
  }
  return result;
}

Value partition_info(const rd_kafka_TopicPartitionInfo_t* partition) {
  size_t replica_count = 0;
  size_t isr_count = 0;
  const rd_kafka_Node_t** replicas = rd_kafka_TopicPartitionInfo_replicas(partition, &replica_count);
  const rd_kafka_Node_t** isr = rd_kafka_TopicPartitionInfo_isr(partition, &isr_count);
  return Map{{"partition", rd_kafka_TopicPartitionInfo_partition(partition)},
             {"leader", node_to_value(rd_kafka_TopicPartitionInfo_leader(partition))},
             {"replicas", nodes_to_value(replicas, replica_count)},
             {"isr", nodes_to_value(isr, isr_count)}};
}

Value describe_topics_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** topics = rd_kafka_DescribeTopics_result_topics(rd_kafka_event_DescribeTopics_result(event), &count);
  List result;
  for (size_t i = 0; i < count; i++) {
    size_t partition_count = 0;
    const rd_kafka_TopicPartitionInfo_t** partitions = rd_kafka_TopicDescription_partitions(topics[i], &partition_count);
    List infos;
    for (size_t j = 0; j < partition_count; j++) infos.push_back(partition_info(partitions[j]));
    size_t operation_count = 0;
    const auto* operations = rd_kafka_TopicDescription_authorized_operations(topics[i], &operation_count);
    result.push_back(Map{{"name", rd_kafka_TopicDescription_name(topics[i])},
                         {"error", resource_error(rd_kafka_TopicDescription_error(topics[i]))},
                         {"topicId", topic_id(rd_kafka_TopicDescription_topic_id(topics[i]))},
                         {"internal", rd_kafka_TopicDescription_is_internal(topics[i]) != 0},
                         {"partitions", std::move(infos)},
                         {"authorizedOperations", operations_to_value(operations, operation_count)}});
  }
  return result;
}

}  // namespace

AdminOperations topic_operations() {
  return {{"createTopics", RD_KAFKA_ADMIN_OP_CREATETOPICS, RD_KAFKA_EVENT_CREATETOPICS_RESULT, start_create_topics,
           create_topics_result},
          {"deleteTopics", RD_KAFKA_ADMIN_OP_DELETETOPICS, RD_KAFKA_EVENT_DELETETOPICS_RESULT, start_delete_topics,
           delete_topics_result},
          {"createPartitions", RD_KAFKA_ADMIN_OP_CREATEPARTITIONS, RD_KAFKA_EVENT_CREATEPARTITIONS_RESULT,
           start_create_partitions, create_partitions_result},
          {"describeTopics", RD_KAFKA_ADMIN_OP_DESCRIBETOPICS, RD_KAFKA_EVENT_DESCRIBETOPICS_RESULT, start_describe_topics,
           describe_topics_result}};
}

}  // namespace kafka_napi
