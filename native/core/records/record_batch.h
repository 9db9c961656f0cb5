#pragma once
// The produce slab → librdkafka.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/client/client.h"

namespace kafka_napi {

/** Memory shared with TypeScript. `ProduceSlab` in src/binding/native.ts defines the layout. */
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
 * Passes `count` records to librdkafka, which copies each before this returns. `large` has the values passed by
 * pointer, in order. Records that librdkafka refuses are added to the client's refused records, in order. Returns an
 * error only if the slab contradicts itself, which is a bug of this package.
 */
Error submit(Client& client, const ProduceSlab& slab, size_t count, const std::vector<ByteView>& large);

}  // namespace kafka_napi
