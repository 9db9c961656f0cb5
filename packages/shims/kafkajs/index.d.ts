export * from 'kafka-napi/kafkajs';
