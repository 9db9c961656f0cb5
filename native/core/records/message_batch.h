#pragma once
// One drain of the consumer queue → columns and bytes, in the layout of `DrainWord` and `DrainColumn`
// (src/binding/boundary.ts).
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/client/client.h"
#include "core/records/raw_message.h"
#include "core/records/record_batch.h"

namespace kafka_napi {

/**
 * Takes messages, writes them into memory that the caller provides, then releases them. Owner thread only; one per
 * consumer.
 */
class MessageBatch {
 public:
  explicit MessageBatch(Client& client) : client_(client) {}
  MessageBatch(const MessageBatch&) = delete;
  MessageBatch& operator=(const MessageBatch&) = delete;
  ~MessageBatch() { clear(); }

  /**
   * Takes up to `max_records` messages or about `max_bytes` bytes, waiting up to `timeout_ms` for the first. Returns
   * their number. Errors become events of the client, partition ends wait for `take_ends`. Takes nothing while a
   * rebalance waits for its answer.
   *
   * Messages of an earlier call that were not cleared (there was no memory to write them to) are returned first, and
   * alone: the positions of their partitions have already moved, so they would be lost otherwise. Messages that a seek
   * or an assignment has invalidated are dropped.
   */
  size_t collect(size_t max_records, size_t max_bytes, int timeout_ms);

  /**
   * Reports that the application is alive although it takes nothing now, because TypeScript already has the records.
   */
  void touch();

  /** Size of the slab that `write` needs, in bytes. */
  size_t slab_size() const;
  void write(uint8_t* slab) const;
  /** Values that are not in the slab, in order; valid until `clear`. */
  const std::vector<ByteView>& large() const { return large_; }
  /** `NativePartitionEnd` in src/binding/native.ts, in the order of the queue. */
  List take_ends();
  void clear();

  /** Names by topic id, in the order in which topics were first seen. */
  const std::string* topic_name(size_t id) const { return id < names_.size() ? &names_[id] : nullptr; }

 private:
  struct Item {
    kafka_napi_raw_message_t raw;
    int32_t topic_id;
    /** Start of the packed headers in `headers_`. */
    uint32_t headers_start;
    uint32_t headers_size;
  };

  struct End {
    std::string topic;
    int32_t partition;
    int64_t offset;
    /** Number of `items_` before it. */
    size_t before;
  };

  void wait_for_first(int timeout_ms);
  void drop_outdated();
  void release(size_t first, size_t count);
  /**
   * Takes messages from the front of the queue, up to `wanted` or about `max_bytes`. Returns whether there may be more.
   */
  bool take(size_t wanted, size_t max_bytes);
  /** Uses librdkafka's own call, which also serves items that are not messages. */
  size_t take_any(size_t wanted, int timeout_ms);
  void add(const kafka_napi_raw_message_t& raw);
  void report_error(const rd_kafka_message_t* message);
  int32_t topic_id_of(const rd_kafka_topic_t* topic);
  uint32_t pack_headers(const uint8_t* raw, size_t size);

  Client& client_;
  std::vector<Item> items_;
  std::vector<ByteView> large_;
  std::vector<End> ends_;
  std::string headers_;
  size_t bytes_ = 0;
  /**
   * Recent size of a record in bytes. It limits how many are taken at once, because none can be returned to the queue.
   */
  size_t typical_size_ = 64 * 1024;

  /** Never moved: ids_ has views of them. */
  std::deque<std::string> names_;
  std::unordered_map<std::string_view, int32_t> ids_;
  // The topic of the last message: messages of one topic come in runs. Valid within one collect only, because
  // librdkafka may reuse the address.
  const rd_kafka_topic_t* last_topic_ = nullptr;
  int32_t last_topic_id_ = 0;
};

}  // namespace kafka_napi
