#pragma once
// The produce slab → librdkafka.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "client.h"

namespace kafka_napi {

/** Memory shared with TypeScript: `ProduceSlab` in src/binding/native.ts says how it is laid out. */
struct ProduceSlab {
  const int32_t* meta = nullptr;
  size_t meta_words = 0;
  const uint8_t* bytes = nullptr;
  size_t bytes_size = 0;
};

struct ByteView {
  const uint8_t* data;
  size_t size;
};

/**
 * Hands `count` records over, each copied before this returns. `large` has the values given by pointer, in order. What librdkafka
 * refuses goes to the client's refused records, in order. An error only where the slab contradicts itself: a bug of ours.
 */
Error submit(Client& client, const ProduceSlab& slab, size_t count, const std::vector<ByteView>& large);

}  // namespace kafka_napi
