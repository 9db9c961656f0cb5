// Seen by cjs-module-lexer: named imports work as they do for @confluentinc/kafka-javascript.
module.exports = require('kafka-napi/rdkafka');
