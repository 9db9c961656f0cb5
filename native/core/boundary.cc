#include "core/boundary.h"

namespace kafka_napi {

Value boundary_numbers() {
  return Map{
      {"Status.EVENTS", kStatusEvents},
      {"Status.REBALANCE", kStatusRebalance},
      {"Status.LARGE", kStatusLarge},
      {"Status.MORE", kStatusMore},
      {"Status.ENDS", kStatusEnds},
      {"Status.LENGTH", kStatusLength},
      {"Wake.MAIN", kWakeMain},
      {"Wake.CONSUMER", kWakeConsumer},
      {"ProduceWord.TOPIC", kTopic},
      {"ProduceWord.PARTITION", kPartition},
      {"ProduceWord.ID", kId},
      {"ProduceWord.KEY_LENGTH", kKeyLength},
      {"ProduceWord.VALUE_LENGTH", kValueLength},
      {"ProduceWord.HEADERS_LENGTH", kHeadersLength},
      {"ProduceWord.FLAGS", kFlags},
      {"ProduceWord.TIMESTAMP_LOW", kTimestampLow},
      {"ProduceWord.TIMESTAMP_HIGH", kTimestampHigh},
      {"ProduceWord.WORDS", kProduceWords},
      {"ProduceFlag.TIMESTAMP", kHasTimestamp},
      {"ProduceFlag.LARGE", kValueByPointer},
      {"DrainWord.COUNT", kDrainCount},
      {"DrainWord.BYTES_START", kDrainBytesStart},
      {"DrainWord.HEADER_WORDS", kDrainHeaderWords},
      {"DrainColumn.OFFSET", kOffsetColumn},
      {"DrainColumn.TIMESTAMP", kTimestampColumn},
      {"DrainColumn.TOPIC", kTopicColumn},
      {"DrainColumn.PARTITION", kPartitionColumn},
      {"DrainColumn.LEADER_EPOCH", kLeaderEpochColumn},
      {"DrainColumn.KEY_LENGTH", kKeyLengthColumn},
      {"DrainColumn.VALUE_LENGTH", kValueLengthColumn},
      {"DrainColumn.HEADERS_LENGTH", kHeadersLengthColumn},
      {"DrainColumn.POSITION", kPositionColumn},
      {"DrainColumn.TIMESTAMP_TYPE", kTimestampTypeColumn},
      {"DrainColumn.END", kColumnsEnd},
      {"LARGE_VALUE", static_cast<int64_t>(kLargeValue)},
  };
}

}  // namespace kafka_napi
