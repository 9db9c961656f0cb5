// listConsumerGroups, describeConsumerGroups, deleteConsumerGroups.
#include "core/admin/admin_operation.h"
#include "core/values/partition_list.h"

namespace kafka_napi {

namespace {

using DeleteGroups = ObjectList<rd_kafka_DeleteGroup_t, rd_kafka_DeleteGroup_destroy>;

// ---- listConsumerGroups: options matchStates, matchTypes

Error start_list_groups(const AdminRequest& request) {
  rd_kafka_ListConsumerGroups(request.client, request.options, request.queue);
  return Error();
}

/** { groups, errors }: each error is of a broker that could not answer. */
Value list_groups_result(rd_kafka_event_t* event) {
  const rd_kafka_ListConsumerGroups_result_t* listed = rd_kafka_event_ListConsumerGroups_result(event);
  size_t count = 0;
  const rd_kafka_ConsumerGroupListing_t** groups = rd_kafka_ListConsumerGroups_result_valid(listed, &count);
  List found;
  for (size_t i = 0; i < count; i++) {
    found.push_back(Map{{"groupId", rd_kafka_ConsumerGroupListing_group_id(groups[i])},
                        {"isSimpleConsumerGroup", rd_kafka_ConsumerGroupListing_is_simple_consumer_group(groups[i]) != 0},
                        {"state", static_cast<int>(rd_kafka_ConsumerGroupListing_state(groups[i]))},
                        {"type", static_cast<int>(rd_kafka_ConsumerGroupListing_type(groups[i]))}});
  }
  size_t error_count = 0;
  const rd_kafka_error_t** errors = rd_kafka_ListConsumerGroups_result_errors(listed, &error_count);
  List failures;
  for (size_t i = 0; i < error_count; i++) failures.push_back(resource_error(errors[i]));
  return Map{{"groups", std::move(found)}, {"errors", std::move(failures)}};
}

// ---- describeConsumerGroups: groups [id]

Error start_describe_groups(const AdminRequest& request) {
  std::vector<const char*> groups = c_strings(request.arguments["groups"]);
  rd_kafka_DescribeConsumerGroups(request.client, groups.data(), groups.size(), request.options, request.queue);
  return Error();
}

Value assignment_to_value(const rd_kafka_MemberAssignment_t* assignment) {
  if (assignment == nullptr) return Value();
  return partitions_to_value(rd_kafka_MemberAssignment_partitions(assignment));
}

Value member_to_value(const rd_kafka_MemberDescription_t* member) {
  return Map{{"consumerId", rd_kafka_MemberDescription_consumer_id(member)},
             {"groupInstanceId", rd_kafka_MemberDescription_group_instance_id(member)},
             {"clientId", rd_kafka_MemberDescription_client_id(member)},
             {"host", rd_kafka_MemberDescription_host(member)},
             {"assignment", assignment_to_value(rd_kafka_MemberDescription_assignment(member))},
             {"targetAssignment", assignment_to_value(rd_kafka_MemberDescription_target_assignment(member))}};
}

Value group_to_value(const rd_kafka_ConsumerGroupDescription_t* group) {
  List members;
  const size_t member_count = rd_kafka_ConsumerGroupDescription_member_count(group);
  for (size_t i = 0; i < member_count; i++) {
    members.push_back(member_to_value(rd_kafka_ConsumerGroupDescription_member(group, i)));
  }
  size_t operation_count = 0;
  const auto* operations = rd_kafka_ConsumerGroupDescription_authorized_operations(group, &operation_count);
  return Map{{"groupId", rd_kafka_ConsumerGroupDescription_group_id(group)},
             {"error", resource_error(rd_kafka_ConsumerGroupDescription_error(group))},
             {"isSimpleConsumerGroup", rd_kafka_ConsumerGroupDescription_is_simple_consumer_group(group) != 0},
             {"members", std::move(members)},
             {"partitionAssignor", rd_kafka_ConsumerGroupDescription_partition_assignor(group)},
             {"state", static_cast<int>(rd_kafka_ConsumerGroupDescription_state(group))},
             {"type", static_cast<int>(rd_kafka_ConsumerGroupDescription_type(group))},
             {"coordinator", node_to_value(rd_kafka_ConsumerGroupDescription_coordinator(group))},
             {"authorizedOperations", operations_to_value(operations, operation_count)}};
}

Value describe_groups_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** groups =
      rd_kafka_DescribeConsumerGroups_result_groups(rd_kafka_event_DescribeConsumerGroups_result(event), &count);
  List result;
  for (size_t i = 0; i < count; i++) result.push_back(group_to_value(groups[i]));
  return result;
}

// ---- deleteConsumerGroups: groups [id]

Error start_delete_groups(const AdminRequest& request) {
  DeleteGroups groups;
  for (const Value& group : request.arguments["groups"].list()) {
    groups.add(Handle<rd_kafka_DeleteGroup_t, rd_kafka_DeleteGroup_destroy>(rd_kafka_DeleteGroup_new(group.string().c_str())));
  }
  rd_kafka_DeleteGroups(request.client, groups.data(), groups.size(), request.options, request.queue);
  return Error();
}

/** [{ groupId, error }] */
Value delete_groups_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** groups = rd_kafka_DeleteGroups_result_groups(rd_kafka_event_DeleteGroups_result(event), &count);
  List result;
  for (size_t i = 0; i < count; i++) {
    result.push_back(Map{{"groupId", rd_kafka_group_result_name(groups[i])},
                         {"error", resource_error(rd_kafka_group_result_error(groups[i]))}});
  }
  return result;
}

}  // namespace

AdminOperations group_operations() {
  return {{"listConsumerGroups", RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS, RD_KAFKA_EVENT_LISTCONSUMERGROUPS_RESULT,
           start_list_groups, list_groups_result},
          {"describeConsumerGroups", RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS, RD_KAFKA_EVENT_DESCRIBECONSUMERGROUPS_RESULT,
           start_describe_groups, describe_groups_result},
          {"deleteConsumerGroups", RD_KAFKA_ADMIN_OP_DELETEGROUPS, RD_KAFKA_EVENT_DELETEGROUPS_RESULT, start_delete_groups,
           delete_groups_result}};
}

}  // namespace kafka_napi
