// Seen by cjs-module-lexer: named imports work as they do for kafkajs.
module.exports = require('kafka-napi/kafkajs');
