// deleteRecords, listOffsets, and a group's offsets: listConsumerGroupOffsets, alterConsumerGroupOffsets,
// deleteConsumerGroupOffsets (librdkafka accepts one group per request).
#include "core/admin/admin_operation.h"
#include "core/values/partition_list.h"

namespace kafka_napi {

namespace {

// ---- deleteRecords: partitions [{ topic, partition, offset }], offset −1 for all

Error start_delete_records(const AdminRequest& request) {
  const PartitionListHandle before = partitions_from(request.arguments["partitions"]);
  Handle<rd_kafka_DeleteRecords_t, rd_kafka_DeleteRecords_destroy> records(rd_kafka_DeleteRecords_new(before.get()));
  rd_kafka_DeleteRecords_t* borrowed = records.get();
  rd_kafka_DeleteRecords(request.client, &borrowed, 1, request.options, request.queue);
  return Error();
}

Value delete_records_result(rd_kafka_event_t* event) {
  return partitions_to_value(rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(event)));
}

// ---- listOffsets: partitions [{ topic, partition, offset }], offset an OffsetSpec (−3 … −1) or a time in ms

Error start_list_offsets(const AdminRequest& request) {
  const PartitionListHandle partitions = partitions_from(request.arguments["partitions"]);
  rd_kafka_ListOffsets(request.client, partitions.get(), request.options, request.queue);
  return Error();
}

Value list_offsets_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** infos = rd_kafka_ListOffsets_result_infos(rd_kafka_event_ListOffsets_result(event), &count);
  List result;
  for (size_t i = 0; i < count; i++) {
    const rd_kafka_topic_partition_t* partition = rd_kafka_ListOffsetsResultInfo_topic_partition(infos[i]);
    result.push_back(Map{{"topic", partition->topic},
                         {"partition", static_cast<int>(partition->partition)},
                         {"offset", static_cast<int64_t>(partition->offset)},
                         {"leaderEpoch", static_cast<int>(rd_kafka_topic_partition_get_leader_epoch(partition))},
                         {"errno", static_cast<int>(partition->err)},
                         {"timestamp", static_cast<int64_t>(rd_kafka_ListOffsetsResultInfo_timestamp(infos[i]))}});
  }
  return result;
}

// ---- a group's offsets: group, partitions [{ topic, partition, offset?, leaderEpoch?, metadata? }]

/** { error, partitions } of the requested group. */
Value group_offsets(const rd_kafka_group_result_t** groups, size_t count) {
  if (count == 0) return Value();
  return Map{{"error", resource_error(rd_kafka_group_result_error(groups[0]))},
             {"partitions", partitions_to_value(rd_kafka_group_result_partitions(groups[0]))}};
}

/** partitions null: all partitions of the group. */
Error start_list_group_offsets(const AdminRequest& request) {
  PartitionListHandle partitions;
  if (!request.arguments["partitions"].is_null()) partitions = partitions_from(request.arguments["partitions"]);
  Handle<rd_kafka_ListConsumerGroupOffsets_t, rd_kafka_ListConsumerGroupOffsets_destroy> group(
      rd_kafka_ListConsumerGroupOffsets_new(request.arguments["group"].string().c_str(), partitions.get()));
  rd_kafka_ListConsumerGroupOffsets_t* borrowed = group.get();
  rd_kafka_ListConsumerGroupOffsets(request.client, &borrowed, 1, request.options, request.queue);
  return Error();
}

Value list_group_offsets_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** groups =
      rd_kafka_ListConsumerGroupOffsets_result_groups(rd_kafka_event_ListConsumerGroupOffsets_result(event), &count);
  return group_offsets(groups, count);
}

Error start_alter_group_offsets(const AdminRequest& request) {
  const PartitionListHandle partitions = partitions_from(request.arguments["partitions"]);
  Handle<rd_kafka_AlterConsumerGroupOffsets_t, rd_kafka_AlterConsumerGroupOffsets_destroy> group(
      rd_kafka_AlterConsumerGroupOffsets_new(request.arguments["group"].string().c_str(), partitions.get()));
  rd_kafka_AlterConsumerGroupOffsets_t* borrowed = group.get();
  rd_kafka_AlterConsumerGroupOffsets(request.client, &borrowed, 1, request.options, request.queue);
  return Error();
}

Value alter_group_offsets_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** groups =
      rd_kafka_AlterConsumerGroupOffsets_result_groups(rd_kafka_event_AlterConsumerGroupOffsets_result(event), &count);
  return group_offsets(groups, count);
}

Error start_delete_group_offsets(const AdminRequest& request) {
  const PartitionListHandle partitions = partitions_from(request.arguments["partitions"]);
  Handle<rd_kafka_DeleteConsumerGroupOffsets_t, rd_kafka_DeleteConsumerGroupOffsets_destroy> group(
      rd_kafka_DeleteConsumerGroupOffsets_new(request.arguments["group"].string().c_str(), partitions.get()));
  rd_kafka_DeleteConsumerGroupOffsets_t* borrowed = group.get();
  rd_kafka_DeleteConsumerGroupOffsets(request.client, &borrowed, 1, request.options, request.queue);
  return Error();
}

Value delete_group_offsets_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** groups =
      rd_kafka_DeleteConsumerGroupOffsets_result_groups(rd_kafka_event_DeleteConsumerGroupOffsets_result(event), &count);
  return group_offsets(groups, count);
}

}  // namespace

AdminOperations offset_operations() {
  return {
      {"deleteRecords", RD_KAFKA_ADMIN_OP_DELETERECORDS, RD_KAFKA_EVENT_DELETERECORDS_RESULT, start_delete_records,
       delete_records_result},
      {"listOffsets", RD_KAFKA_ADMIN_OP_LISTOFFSETS, RD_KAFKA_EVENT_LISTOFFSETS_RESULT, start_list_offsets, list_offsets_result},
      {"listConsumerGroupOffsets", RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, RD_KAFKA_EVENT_LISTCONSUMERGROUPOFFSETS_RESULT,
       start_list_group_offsets, list_group_offsets_result},
      {"alterConsumerGroupOffsets", RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS, RD_KAFKA_EVENT_ALTERCONSUMERGROUPOFFSETS_RESULT,
       start_alter_group_offsets, alter_group_offsets_result},
      {"deleteConsumerGroupOffsets", RD_KAFKA_ADMIN_OP_DELETECONSUMERGROUPOFFSETS,
       RD_KAFKA_EVENT_DELETECONSUMERGROUPOFFSETS_RESULT, start_delete_group_offsets, delete_group_offsets_result}};
}

}  // namespace kafka_napi
