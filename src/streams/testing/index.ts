/** `kafka-napi/streams/testing`: topologies run record by record, without a broker and without the addon. */
export { TopologyTestDriver, type InputTopicOptions, type TestDriverOptions } from './topology-test-driver';
export { TestInputTopic } from './test-input-topic';
export { TestOutputTopic } from './test-output-topic';
export type { TestDeserializer, TestInputRecord, TestRecord, TestSerializer } from './test-record';
