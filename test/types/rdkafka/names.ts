/**
 * What the types of the originals export. `npm run test:original-types` compares these lists with the packages. A class
 * of theirs that is no value when a program runs is a type here.
 */
export interface Names {
  values: string;
  types: string;
}

/** Of node-rdkafka 3.6.1 and of Confluent's client. */
const common: Names = {
  values:
    'AdminClient CODES HighLevelProducer KafkaConsumer Producer createReadStream createWriteStream features librdkafkaVersion',
  types: `
    Assignment BrokerMetadata Client ClientMetrics ConsumerGlobalConfig ConsumerStream ConsumerTopicConfig DeliveryReport
    EofEvent GlobalConfig IAdminClient LibrdKafkaError Message MessageHeader MessageKey MessageValue Metadata
    MetadataOptions NewTopic NumberNullUndefined PartitionMetadata ProducerGlobalConfig ProducerStream
    ProducerTopicConfig ReadStreamOptions ReadyInfo SubscribeTopic SubscribeTopicList TopicConfig TopicMetadata
    TopicPartition TopicPartitionOffset TopicPartitionTime WatermarkOffsets WriteStreamOptions`,
};

/** What Confluent's client adds. */
const added: Names = {
  values: 'AclOperationTypes ConsumerGroupStates ConsumerGroupTypes IsolationLevel OffsetSpec',
  types: `
    DeleteGroupsResult DeleteRecordsResult EventHandlers GroupDescription GroupDescriptions GroupOverview GroupResults
    ListGroupOffsets ListOffsetsResult MemberAssignment MemberDescription Node TopicDescription TopicPartitionInfo
    TopicPartitionOffsetAndMetadata TopicPartitionOffsetSpec Uuid`,
};

const together = (...all: Names[]): Names => ({
  values: all.map(({ values }) => values).join(' '),
  types: all.map(({ types }) => types).join(' '),
});

/** By package, and by the namespace in it. */
export const names = {
  'node-rdkafka': together(common, {
    values: '',
    types: 'KafkaClientEvents KafkaConsumerEvents KafkaProducerEvents',
  }),
  '@confluentinc/kafka-javascript': together(common, added, { values: 'KafkaJS RdKafka', types: '' }),
  '@confluentinc/kafka-javascript#RdKafka': together(common, added),
  '@confluentinc/kafka-javascript#KafkaJS': {
    values: `
      AclOperationTypes CompressionTypes ConsumerGroupStates ConsumerGroupTypes ErrorCodes IsolationLevel Kafka
      KafkaJSAggregateError KafkaJSConnectionError KafkaJSCreateTopicError KafkaJSDeleteGroupsError
      KafkaJSDeleteTopicRecordsError KafkaJSError KafkaJSGroupCoordinatorNotFound KafkaJSNotImplemented
      KafkaJSOffsetOutOfRange KafkaJSPartialMessageError KafkaJSProtocolError KafkaJSRequestTimeoutError
      KafkaJSSASLAuthenticationError KafkaJSTimeout PartitionAssigners PartitionAssignors isKafkaJSError logLevel`,
    types: `
      Admin AdminConfig AdminConstructorConfig Batch CommonConstructorConfig Consumer ConsumerConfig
      ConsumerConstructorConfig ConsumerGlobalAndTopicConfig ConsumerRunConfig ConsumerSubscribeTopic
      ConsumerSubscribeTopics DeleteGroupsResult DeleteRecordsResult EachBatchHandler EachBatchPayload
      EachMessageHandler EachMessagePayload FetchOffsetsPartition GroupDescriptions GroupOverview IHeaders
      IResourceConfigEntry ITopicConfig ITopicMetadata JSConsumerConfig KafkaConfig KafkaJSDeleteGroupsErrorGroups
      KafkaJSDeleteTopicRecordsErrorPartition KafkaJSDeleteTopicRecordsErrorTopic KafkaJSErrorMetadata KafkaMessage
      LibrdKafkaError Logger Message Node OauthbearerProviderResponse OffsetsByTopicPartition PartitionMetadata
      PartitionOffset Producer ProducerBatch ProducerConfig ProducerConstructorConfig ProducerRecord RecordMetadata
      ReplicaAssignment RetryOptions SASLMechanism SASLOptions SeekEntry TopicInput TopicMessages TopicOffsets
      TopicPartition TopicPartitionOffset TopicPartitionOffsetAndMetadata TopicPartitions Transaction Uuid`,
  },
} satisfies Record<string, Names>;

export const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
