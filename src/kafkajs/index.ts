/** `kafka-napi/kafkajs`: the API of kafkajs 2.2.4. See docs/moving/kafkajs.md. */
export { logLevel } from './values/log-level';
