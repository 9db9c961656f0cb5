// Seen by cjs-module-lexer: named imports work as they do for node-rdkafka.
module.exports = require('kafka-napi/rdkafka');
