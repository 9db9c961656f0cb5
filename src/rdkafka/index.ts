/** `kafka-napi/rdkafka`: the API of node-rdkafka 3.6.1. See docs/moving/rdkafka.md. */
export { librdkafkaVersion } from '../index';
