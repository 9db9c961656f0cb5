#pragma once
// Delivery reports → columns, many to a crossing.
#include <cstddef>
#include <cstdint>

#include "client.h"

namespace kafka_napi {

/** Memory shared with TypeScript, each column `capacity` long. `DeliveryColumns` in src/binding/native.ts. */
struct DeliveryColumns {
  uint32_t* ids = nullptr;
  int32_t* errors = nullptr;
  int32_t* partitions = nullptr;
  uint8_t* status = nullptr;
  double* offsets = nullptr;
  double* timestamps = nullptr;
  size_t capacity = 0;
};

/**
 * Serves the main queue, waiting up to timeout_ms for the first event: deliveries go to the columns, everything else to the
 * client's events. Returns the rows written. Sets the MORE status word where it stopped before the queue was empty.
 */
size_t pump(Client& client, const DeliveryColumns& columns, int timeout_ms);

}  // namespace kafka_napi
