#pragma once
// The numbers that TypeScript and C++ share. src/binding/boundary.ts declares the same ones under the same names and
// compares them with `boundary_numbers` when the addon loads.
#include <cstddef>
#include <cstdint>

#include "core/values/value.h"

namespace kafka_napi {

/** Indexes into the status words of a client. */
enum StatusWord {
  kStatusEvents = 0,
  kStatusRebalance = 1,
  kStatusLarge = 2,
  kStatusMore = 3,
  kStatusEnds = 4,
  kStatusLength = 5
};

/** Bits of a wake-up. */
enum WakeBit : int {
  kWakeMain = 1,
  kWakeConsumer = 2,
  /** The handle is destroyed. TypeScript's onWake never sees this bit. */
  kWakeDestroyed = 4,
};

/** Words of one record in the produce slab. */
enum ProduceWord {
  kTopic,
  kPartition,
  kId,
  kKeyLength,
  kValueLength,
  kHeadersLength,
  kFlags,
  kTimestampLow,
  kTimestampHigh,
  kProduceWords
};
enum ProduceFlag { kHasTimestamp = 1, kValueByPointer = 2 };

/** Words at the beginning of a drained slab. */
enum DrainWord { kDrainCount = 0, kDrainBytesStart = 1, kDrainHeaderWords = 4 };

/** Where each column of a drained slab begins: so many bytes after the header for each record. */
enum DrainColumn : size_t {
  kOffsetColumn = 0,
  kTimestampColumn = 8,
  kTopicColumn = 16,
  kPartitionColumn = 20,
  kLeaderEpochColumn = 24,
  kKeyLengthColumn = 28,
  kValueLengthColumn = 32,
  kHeadersLengthColumn = 36,
  kPositionColumn = 40,
  kTimestampTypeColumn = 44,
  kColumnsEnd = 45
};

/** Maximum size in bytes of a drained value in the slab. A larger one has its own ArrayBuffer. */
constexpr size_t kLargeValue = 256 * 1024;

/** All of them, by the names of src/binding/boundary.ts. */
Value boundary_numbers();

}  // namespace kafka_napi
