#pragma once
// Delivery reports → columns, many per crossing.
#include <cstddef>
#include <cstdint>

#include "core/client/client.h"

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
 * Serves the main queue, waiting up to timeout_ms for the first event. Deliveries go to the columns, all other events
 * to the client's events. Returns the number of rows written. Sets the MORE status word if it stopped before the queue
 * was empty.
 */
size_t pump(Client& client, const DeliveryColumns& columns, int timeout_ms);

}  // namespace kafka_napi
