#include "core/calls/consumer_calls.h"

#include "core/records/raw_partition.h"
#include "core/values/partition_list.h"

namespace kafka_napi {

namespace {

Error subscribe(Client& client, const Value& arguments, Value&) {
  const List& names = arguments["topics"].list();
  PartitionListHandle topics(rd_kafka_topic_partition_list_new(static_cast<int>(names.size())));
  for (const Value& name : names) {
    rd_kafka_topic_partition_list_add(topics.get(), name.string().c_str(), RD_KAFKA_PARTITION_UA);
  }
  return Error(rd_kafka_subscribe(client.handle(), topics.get()));
}

Error unsubscribe(Client& client, const Value&, Value&) { return Error(rd_kafka_unsubscribe(client.handle())); }

Error subscription(Client& client, const Value&, Value& result) {
  rd_kafka_topic_partition_list_t* list = nullptr;
  const Error error(rd_kafka_subscription(client.handle(), &list));
  if (error) return error;
  PartitionListHandle topics(list);
  List names;
  for (int i = 0; i < list->cnt; i++) names.emplace_back(list->elems[i].topic);
  result = std::move(names);
  return Error();
}

Error assign(Client& client, const Value& arguments, Value&) {
  Error error;
  if (arguments["partitions"].is_null()) {
    error = Error(rd_kafka_assign(client.handle(), nullptr));
  } else {
    PartitionListHandle partitions = partitions_from(arguments["partitions"]);
    error = Error(rd_kafka_assign(client.handle(), partitions.get()));
  }
  client.rebalance_answered();
  return error;
}

Error incremental_assign(Client& client, const Value& arguments, Value&) {
  PartitionListHandle partitions = partitions_from(arguments["partitions"]);
  Error error = Error::take(rd_kafka_incremental_assign(client.handle(), partitions.get()));
  client.rebalance_answered();
  return error;
}

Error incremental_unassign(Client& client, const Value& arguments, Value&) {
  PartitionListHandle partitions = partitions_from(arguments["partitions"]);
  Error error = Error::take(rd_kafka_incremental_unassign(client.handle(), partitions.get()));
  client.rebalance_answered();
  return error;
}

Error assignment(Client& client, const Value&, Value& result) {
  rd_kafka_topic_partition_list_t* list = nullptr;
  const Error error(rd_kafka_assignment(client.handle(), &list));
  if (error) return error;
  PartitionListHandle partitions(list);
  result = partitions_to_value(list);
  return Error();
}

Error assignment_lost(Client& client, const Value&, Value& result) {
  result = Value(rd_kafka_assignment_lost(client.handle()) != 0);
  return Error();
}

Error rebalance_protocol(Client& client, const Value&, Value& result) {
  const char* protocol = rd_kafka_rebalance_protocol(client.handle());
  result = Value(protocol ? protocol : "NONE");
  return Error();
}

/** A call with a list of partitions that stores the outcome of each in the list. */
template <typename Function>
Error with_partitions(Client& client, const Value& arguments, Value& result, Function function) {
  PartitionListHandle partitions = partitions_from(arguments["partitions"]);
  const Error error = function(client.handle(), partitions.get());
  result = partitions_to_value(partitions.get());
  return error;
}

Error pause(Client& client, const Value& arguments, Value& result) {
  return with_partitions(client, arguments, result, [](rd_kafka_t* handle, rd_kafka_topic_partition_list_t* list) {
    return Error(rd_kafka_pause_partitions(handle, list));
  });
}

Error resume(Client& client, const Value& arguments, Value& result) {
  return with_partitions(client, arguments, result, [](rd_kafka_t* handle, rd_kafka_topic_partition_list_t* list) {
    return Error(rd_kafka_resume_partitions(handle, list));
  });
}

Error seek(Client& client, const Value& arguments, Value& result) {
  const int timeout_ms = arguments["timeoutMs"].integer();
  return with_partitions(client, arguments, result, [timeout_ms](rd_kafka_t* handle, rd_kafka_topic_partition_list_t* list) {
    Error error = Error::take(rd_kafka_seek_partitions(handle, list, timeout_ms));
    if (error.code != RD_KAFKA_RESP_ERR__TIMED_OUT) return error;
    // Only the partitions without an answer have timed out.
    for (int i = 0; i < list->cnt; i++) {
      if (list->elems[i].err == RD_KAFKA_RESP_ERR__IN_PROGRESS) list->elems[i].err = RD_KAFKA_RESP_ERR__TIMED_OUT;
    }
    return Error();
  });
}

Error start_positions(Client& client, const Value& arguments, Value& result) {
  return with_partitions(client, arguments, result, [](rd_kafka_t* handle, rd_kafka_topic_partition_list_t* list) {
    for (int i = 0; i < list->cnt; i++) {
      list->elems[i].offset = kafka_napi_start_position(handle, list->elems[i].topic, list->elems[i].partition);
    }
    return Error();
  });
}

Error store_offsets(Client& client, const Value& arguments, Value& result) {
  return with_partitions(client, arguments, result, [](rd_kafka_t* handle, rd_kafka_topic_partition_list_t* list) {
    // The return value is the error of one of the partitions, which the caller finds in the list.
    rd_kafka_offsets_store(handle, list);
    return Error();
  });
}

Error cached_watermarks(Client& client, const Value& arguments, Value& result) {
  int64_t low = RD_KAFKA_OFFSET_INVALID;
  int64_t high = RD_KAFKA_OFFSET_INVALID;
  const std::string topic = arguments["topic"].string();
  const int32_t partition = static_cast<int32_t>(arguments["partition"].integer());
  rd_kafka_get_watermark_offsets(client.handle(), topic.c_str(), partition, &low, &high);
  const int64_t stable = kafka_napi_stable_end(client.handle(), topic.c_str(), partition);
  result = Map{{"low", low}, {"high", high}, {"stable", stable}};
  return Error();
}

Error group_metadata(Client& client, const Value&, Value& result) {
  GroupMetadataHandle metadata(rd_kafka_consumer_group_metadata(client.handle()));
  if (!metadata) return Error();
  void* buffer = nullptr;
  size_t size = 0;
  Error error = Error::take(rd_kafka_consumer_group_metadata_write(metadata.get(), &buffer, &size));
  if (error) return error;
  result = Bytes{std::string(static_cast<const char*>(buffer), size)};
  rd_kafka_mem_free(client.handle(), buffer);
  return Error();
}

Error generation_id(Client& client, const Value&, Value& result) {
  GroupMetadataHandle metadata(rd_kafka_consumer_group_metadata(client.handle()));
  result = Value(int64_t{metadata ? rd_kafka_consumer_group_metadata_generation_id(metadata.get()) : -1});
  return Error();
}

Error member_id(Client& client, const Value&, Value& result) {
  if (char* id = rd_kafka_memberid(client.handle())) {
    result = Value(id);
    rd_kafka_mem_free(client.handle(), id);
  }
  return Error();
}

Error close_start(Client& client, const Value&, Value&) {
  return Error::take(rd_kafka_consumer_close_queue(client.handle(), client.consumer_queue()));
}

Error closed(Client& client, const Value&, Value& result) {
  result = Value(rd_kafka_consumer_closed(client.handle()) != 0);
  return Error();
}

}  // namespace

const OperationTable& consumer_calls() {
  static const OperationTable* const table = new OperationTable{
      {"subscribe", subscribe},
      {"unsubscribe", unsubscribe},
      {"subscription", subscription},
      {"assign", assign},
      {"incrementalAssign", incremental_assign},
      {"incrementalUnassign", incremental_unassign},
      {"assignment", assignment},
      {"assignmentLost", assignment_lost},
      {"rebalanceProtocol", rebalance_protocol},
      {"pause", pause},
      {"resume", resume},
      {"seek", seek},
      {"startPositions", start_positions},
      {"storeOffsets", store_offsets},
      {"cachedWatermarks", cached_watermarks},
      {"groupMetadata", group_metadata},
      {"generationId", generation_id},
      {"memberId", member_id},
      {"closeStart", close_start},
      {"closed", closed},
  };
  return *table;
}

}  // namespace kafka_napi
