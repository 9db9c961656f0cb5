#pragma once
// Java's default partitioner: murmur2 of the key; records without a key stay with one partition for batch.size bytes.
//
// librdkafka has the hash, but changes its sticky partition by time, and for every single record while it knows no
// leader. The first records of a topic would be scattered.
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "core/values/handle.h"

namespace kafka_napi {

static_assert(sizeof(void*) == 8, "an id and a size share a pointer: two times 32 bits");

/** A record's opaque value in librdkafka: its delivery id, and its size for the partitioner. */
inline void* record_opaque(uint32_t id, size_t size) {
  const uint64_t bytes = size > UINT32_MAX ? UINT32_MAX : size;
  return reinterpret_cast<void*>(static_cast<uintptr_t>(bytes << 32 | id));
}
inline uint32_t record_id(const void* opaque) { return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(opaque)); }
inline uint32_t record_size(const void* opaque) { return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(opaque) >> 32); }

struct JavaPartitionerOptions {
  /** False: librdkafka's own partitioner, by its configuration. */
  bool enabled = false;
  /** `batch.size`, bytes. */
  int64_t batch_size = 16384;
  /** `partitioner.ignore.keys`. */
  bool ignore_keys = false;
};

/**
 * The current partition for the keyless records of one topic. librdkafka calls this from the producing thread and from
 * its main thread.
 */
class StickyPartition {
 public:
  explicit StickyPartition(const JavaPartitionerOptions& options) : options_(options) {}

  static int32_t choose(const rd_kafka_topic_t* topic, const void* key, size_t key_size, int32_t count, void* self, void* record);

 private:
  int32_t stick(const rd_kafka_topic_t* topic, int32_t count, uint32_t size);

  const JavaPartitionerOptions options_;
  // Two threads may both decide to change the partition. It then changes twice, which is harmless.
  std::atomic<int32_t> partition_{-1};
  std::atomic<int64_t> bytes_{0};
};

/** Creates topic handles that use this partitioner. A topic created twice keeps its sticky partition. */
class JavaPartitioner {
 public:
  explicit JavaPartitioner(const JavaPartitionerOptions& options) : options_(options) {}

  /** Null if librdkafka refuses the name; its last error is the reason. Any thread. */
  TopicHandle make_topic(rd_kafka_t* client, const std::string& name);

 private:
  const JavaPartitionerOptions options_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::unique_ptr<StickyPartition>> topics_;
};

}  // namespace kafka_napi
