#pragma once
// One drain of the consumer queue → columns and bytes (`DrainWord` in src/binding/native.ts says how they lie).
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "client.h"
#include "raw_message.h"
#include "record_batch.h"

namespace kafka_napi {

/** A longer value does not go into the slab. */
constexpr size_t kLargeValue = 256 * 1024;

/**
 * Takes messages, then writes them where the caller has made room, then lets go of them. Owner thread only; one for each
 * consumer.
 */
class MessageBatch {
 public:
  explicit MessageBatch(Client& client) : client_(client) {}
  MessageBatch(const MessageBatch&) = delete;
  MessageBatch& operator=(const MessageBatch&) = delete;
  ~MessageBatch() { clear(); }

  /**
   * Takes up to `max_records` messages or about `max_bytes` bytes, waiting up to `timeout_ms` for the first. Returns how many.
   * Errors and ends of partitions become events of the client. Takes nothing while a rebalance waits for its answer.
   */
  size_t collect(size_t max_records, size_t max_bytes, int timeout_ms);

  /** The application is alive, though it takes nothing now: what it asked for is in TypeScript's hands already. */
  void touch();

  /** Bytes that `write` needs. */
  size_t slab_size() const;
  void write(uint8_t* slab) const;
  /** Values that are not in the slab, in order; valid until `clear`. */
  const std::vector<ByteView>& large() const { return large_; }
  void clear();

  /** Names by topic id, in the order in which topics were first seen. */
  const std::string* topic_name(size_t id) const { return id < names_.size() ? &names_[id] : nullptr; }

 private:
  struct Item {
    kafka_napi_raw_message_t raw;
    int32_t topic_id;
    /** Where the packed headers lie in `headers_`. */
    uint32_t headers_start;
    uint32_t headers_size;
  };

  void wait_for_first(int timeout_ms);
  /** Messages that are first in the queue, up to `wanted`. Returns whether there may be more. */
  bool take(size_t wanted);
  /** By librdkafka's own call, which also serves what is no message. */
  size_t take_any(size_t wanted, int timeout_ms);
  void add(const kafka_napi_raw_message_t& raw);
  void report_error(const rd_kafka_message_t* message);
  int32_t topic_id_of(const rd_kafka_topic_t* topic);
  uint32_t pack_headers(const uint8_t* raw, size_t size);

  Client& client_;
  std::vector<Item> items_;
  std::vector<ByteView> large_;
  std::string headers_;
  size_t bytes_ = 0;
  /** Bytes of a record as of late: says how many to take at once, since none can be given back. */
  size_t typical_size_ = 64 * 1024;

  std::vector<std::string> names_;
  std::unordered_map<std::string_view, int32_t> ids_;
  // Of the last message: messages of one topic come in runs. Valid within one collect only, as librdkafka may reuse the address.
  const rd_kafka_topic_t* last_topic_ = nullptr;
  int32_t last_topic_id_ = 0;
};

}  // namespace kafka_napi
