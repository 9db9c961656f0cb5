export * from 'kafka-napi/rdkafka';
