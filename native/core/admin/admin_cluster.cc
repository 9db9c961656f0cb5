// describeCluster, electLeaders.
#include "core/admin/admin_operation.h"
#include "core/values/partition_list.h"

namespace kafka_napi {

namespace {

Error start_describe_cluster(const AdminRequest& request) {
  rd_kafka_DescribeCluster(request.client, request.options, request.queue);
  return Error();
}

Value describe_cluster_result(rd_kafka_event_t* event) {
  const rd_kafka_DescribeCluster_result_t* cluster = rd_kafka_event_DescribeCluster_result(event);
  size_t node_count = 0;
  size_t operation_count = 0;
  const rd_kafka_Node_t** nodes = rd_kafka_DescribeCluster_result_nodes(cluster, &node_count);
  const auto* operations = rd_kafka_DescribeCluster_result_authorized_operations(cluster, &operation_count);
  return Map{{"clusterId", rd_kafka_DescribeCluster_result_cluster_id(cluster)},
             {"controller", node_to_value(rd_kafka_DescribeCluster_result_controller(cluster))},
             {"nodes", nodes_to_value(nodes, node_count)},
             {"authorizedOperations", operations_to_value(operations, operation_count)}};
}

// ---- electLeaders: electionType (0 preferred, 1 unclean), partitions [{ topic, partition }], null for all

Error start_elect_leaders(const AdminRequest& request) {
  PartitionListHandle partitions;
  if (!request.arguments["partitions"].is_null()) partitions = partitions_from(request.arguments["partitions"]);
  const auto type = static_cast<rd_kafka_ElectionType_t>(request.arguments["electionType"].integer());
  Handle<rd_kafka_ElectLeaders_t, rd_kafka_ElectLeaders_destroy> election(rd_kafka_ElectLeaders_new(type, partitions.get()));
  rd_kafka_ElectLeaders(request.client, election.get(), request.options, request.queue);
  return Error();
}

/** [{ topic, partition, error }] */
Value elect_leaders_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** partitions = rd_kafka_ElectLeaders_result_partitions(rd_kafka_event_ElectLeaders_result(event), &count);
  List result;
  for (size_t i = 0; i < count; i++) {
    const rd_kafka_topic_partition_t* partition = rd_kafka_topic_partition_result_partition(partitions[i]);
    result.push_back(Map{{"topic", partition->topic},
                         {"partition", static_cast<int>(partition->partition)},
                         {"error", resource_error(rd_kafka_topic_partition_result_error(partitions[i]))}});
  }
  return result;
}

}  // namespace

AdminOperations cluster_operations() {
  return {{"describeCluster", RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER, RD_KAFKA_EVENT_DESCRIBECLUSTER_RESULT, start_describe_cluster,
           describe_cluster_result},
          {"electLeaders", RD_KAFKA_ADMIN_OP_ELECTLEADERS, RD_KAFKA_EVENT_ELECTLEADERS_RESULT, start_elect_leaders,
           elect_leaders_result}};
}

}  // namespace kafka_napi
