/** What the dashboard of kafka_exporter asks Prometheus for. */
export const exporterExpressions = [
  'sum(rate(kafka_topic_partition_current_offset{instance="$instance", topic=~"$topic"}[1m])) by (topic)',
  'sum(kafka_consumergroup_lag{instance="$instance",topic=~"$topic"}) by (consumergroup, topic) ',
  'sum(delta(kafka_topic_partition_current_offset{instance=~\'$instance\', topic=~"$topic"}[5m])/5) by (topic)',
  'sum(delta(kafka_consumergroup_current_offset{instance=~\'$instance\',topic=~"$topic"}[5m])/5) by (consumergroup, topic)',
  'sum by(topic) (kafka_topic_partitions{instance="$instance",topic=~"$topic"})',
  'label_values(kafka_consumergroup_current_offset, job)',
  'label_values(kafka_consumergroup_current_offset{job=~"$job"}, instance)',
  "label_values(kafka_topic_partition_current_offset{instance='$instance',topic!='__consumer_offsets',topic!='--kafka'}, topic)",
];

/** The series of kafka_exporter with their labels, those about ZooKeeper aside. */
export const exporterSeries: Readonly<Record<string, readonly string[]>> = {
  kafka_brokers: [],
  kafka_broker_info: ['id', 'address'],
  kafka_topic_partitions: ['topic'],
  kafka_topic_partition_current_offset: ['topic', 'partition'],
  kafka_topic_partition_oldest_offset: ['topic', 'partition'],
  kafka_topic_partition_leader: ['topic', 'partition'],
  kafka_topic_partition_replicas: ['topic', 'partition'],
  kafka_topic_partition_in_sync_replica: ['topic', 'partition'],
  kafka_topic_partition_leader_is_preferred: ['topic', 'partition'],
  kafka_topic_partition_under_replicated_partition: ['topic', 'partition'],
  kafka_consumergroup_current_offset: ['consumergroup', 'topic', 'partition'],
  kafka_consumergroup_current_offset_sum: ['consumergroup', 'topic'],
  kafka_consumergroup_lag: ['consumergroup', 'topic', 'partition'],
  kafka_consumergroup_lag_sum: ['consumergroup', 'topic'],
  kafka_consumergroup_members: ['consumergroup'],
};
