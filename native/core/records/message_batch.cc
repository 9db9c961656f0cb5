#include "core/records/message_batch.h"

#include <algorithm>
#include <cstring>

namespace kafka_napi {

namespace {

/** Maximum number of messages taken from the queue in one call. */
constexpr size_t kChunk = KAFKA_NAPI_MOST_RAW;
constexpr int kWaitSliceMs = 20;

size_t align8(size_t size) { return (size + 7) & ~static_cast<size_t>(7); }

/** Where a column begins, or the columns end, in a slab of `count` records. */
size_t column_start(DrainColumn column, size_t count) { return kDrainHeaderWords * sizeof(int32_t) + column * count; }

/** Reads headers in their wire format. Every function returns false if they are truncated. */
class HeaderReader {
 public:
  HeaderReader(const uint8_t* data, size_t size) : at_(data), end_(data + size) {}

  /** A zigzag varint. */
  bool length(int64_t& number) {
    uint64_t bits = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at_ == end_) return false;
      const uint8_t byte = *at_++;
      bits |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte & 0x80) continue;
      number = static_cast<int64_t>(bits >> 1) ^ -static_cast<int64_t>(bits & 1);
      return true;
    }
    return false;
  }

  /** A length and that many bytes; null for −1. */
  bool part(int64_t& size, const char*& data) {
    if (!length(size) || size < -1 || size > end_ - at_) return false;
    data = size < 0 ? nullptr : reinterpret_cast<const char*>(at_);
    if (size > 0) at_ += size;
    return true;
  }

 private:
  const uint8_t* at_;
  const uint8_t* end_;
};

template <typename T>
T* column(uint8_t* slab, DrainColumn column, size_t count) {
  return reinterpret_cast<T*>(slab + column_start(column, count));
}

}  // namespace

size_t MessageBatch::collect(size_t max_records, size_t max_bytes, int timeout_ms) {
  last_topic_ = nullptr;
  if (!items_.empty()) drop_outdated();
  if (!items_.empty()) return items_.size();
  if (timeout_ms > 0 && max_records > 0) wait_for_first(timeout_ms);
  while (!client_.rebalance_pending() && items_.size() < max_records && bytes_ < max_bytes) {
    const size_t room = std::max<size_t>(1, (max_bytes - bytes_) / typical_size_);
    const bool more = take(std::min({kChunk, max_records - items_.size(), room}), max_bytes - bytes_);
    if (!items_.empty()) typical_size_ = std::max<size_t>(1, bytes_ / items_.size());
    if (!more) break;
  }
  return items_.size();
}

void MessageBatch::wait_for_first(int timeout_ms) {
  // The batch call waits until it has all requested messages, so request one. It also keeps waiting after a rebalance
  // callback, so wait in slices.
  while (timeout_ms > 0 && items_.empty() && client_.status()[kStatusEvents] == 0) {
    const int slice = std::min(timeout_ms, kWaitSliceMs);
    timeout_ms -= slice;
    take_any(1, slice);
  }
}

void MessageBatch::touch() {
  rd_kafka_message_t* none = nullptr;
  rd_kafka_consume_batch_queue(client_.consumer_queue(), 0, &none, 0);
}

bool MessageBatch::take(size_t wanted, size_t max_bytes) {
  kafka_napi_raw_message_t raw[kChunk];
  const size_t before = bytes_;
  const size_t taken = kafka_napi_take_raw(client_.consumer_queue(), wanted, max_bytes, raw);
  for (size_t i = 0; i < taken; i++) add(raw[i]);
  if (taken == wanted || bytes_ - before >= max_bytes) return true;
  // The next item is the one that stopped the fast path, if there is any. Request one message: librdkafka's call has no
  // limit in bytes.
  return take_any(1, 0) == 1;
}

size_t MessageBatch::take_any(size_t wanted, int timeout_ms) {
  rd_kafka_message_t* messages[kChunk];
  const ssize_t taken = rd_kafka_consume_batch_queue(client_.consumer_queue(), timeout_ms, messages, wanted);
  for (ssize_t i = 0; i < taken; i++) {
    if (messages[i]->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      report_error(messages[i]);
      rd_kafka_message_destroy(messages[i]);
      continue;
    }
    kafka_napi_raw_message_t raw;
    kafka_napi_read_raw(messages[i], &raw);
    add(raw);
  }
  return taken < 0 ? 0 : static_cast<size_t>(taken);
}

void MessageBatch::add(const kafka_napi_raw_message_t& raw) {
  const rd_kafka_message_t* message = raw.message;
  Item& item = items_.emplace_back();
  item.raw = raw;
  item.topic_id = topic_id_of(raw.topic);
  item.headers_start = static_cast<uint32_t>(headers_.size());
  item.headers_size = raw.headers ? pack_headers(raw.headers, raw.headers_size) : 0;
  kafka_napi_forget_headers(&item.raw);
  bytes_ += message->key_len + message->len + item.headers_size;
  if (message->len > kLargeValue) large_.push_back({static_cast<const uint8_t*>(message->payload), message->len});
}

void MessageBatch::report_error(const rd_kafka_message_t* message) {
  if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
    ends_.push_back({rd_kafka_topic_name(message->rkt), message->partition, message->offset, items_.size()});
    client_.status()[kStatusEnds] = static_cast<int32_t>(ends_.size());
    return;
  }
  Value topic = message->rkt ? Value(rd_kafka_topic_name(message->rkt)) : Value();
  client_.push_event({{"type", "consumerError"},
                      {"error", Error(message->err, rd_kafka_message_errstr(message)).to_value()},
                      {"topic", std::move(topic)},
                      {"partition", static_cast<int>(message->partition)},
                      {"offset", static_cast<int64_t>(message->offset)}});
}

List MessageBatch::take_ends() {
  List ends;
  for (const End& end : ends_) {
    ends.emplace_back(Map{{"topic", end.topic},
                          {"partition", static_cast<int>(end.partition)},
                          {"offset", end.offset},
                          {"before", static_cast<int64_t>(end.before)}});
  }
  ends_.clear();
  client_.status()[kStatusEnds] = 0;
  return ends;
}

int32_t MessageBatch::topic_id_of(const rd_kafka_topic_t* topic) {
  if (topic == last_topic_) return last_topic_id_;
  const char* name = rd_kafka_topic_name(topic);
  auto known = ids_.find(name);
  if (known == ids_.end()) {
    const int32_t id = static_cast<int32_t>(names_.size());
    ids_.emplace(names_.emplace_back(name), id);
    last_topic_id_ = id;
  } else {
    last_topic_id_ = known->second;
  }
  last_topic_ = topic;
  return last_topic_id_;
}

uint32_t MessageBatch::pack_headers(const uint8_t* raw, size_t size) {
  const size_t start = headers_.size();
  HeaderReader reader(raw, size);
  int64_t count;
  bool good = reader.length(count);
  for (; good && count > 0; count--) {
    int64_t name_size, value_size;
    const char* name;
    const char* value;
    good = reader.part(name_size, name) && name != nullptr && reader.part(value_size, value);
    if (!good) break;
    const int32_t lengths[2] = {static_cast<int32_t>(name_size), static_cast<int32_t>(value_size)};
    headers_.append(reinterpret_cast<const char*>(lengths), sizeof(lengths));
    headers_.append(name, static_cast<size_t>(name_size));
    if (value) headers_.append(value, static_cast<size_t>(value_size));
  }
  // As in librdkafka, malformed headers count as none.
  if (!good) headers_.resize(start);
  return static_cast<uint32_t>(headers_.size() - start);
}

size_t MessageBatch::slab_size() const {
  size_t large_bytes = 0;
  for (const ByteView& view : large_) large_bytes += view.size;
  return align8(column_start(kColumnsEnd, items_.size())) + bytes_ - large_bytes;
}

void MessageBatch::write(uint8_t* slab) const {
  const size_t count = items_.size();
  const size_t bytes_start = align8(column_start(kColumnsEnd, count));
  int32_t* header = reinterpret_cast<int32_t*>(slab);
  header[kDrainCount] = static_cast<int32_t>(count);
  header[kDrainBytesStart] = static_cast<int32_t>(bytes_start);
  header[2] = header[3] = 0;
  double* offsets = column<double>(slab, kOffsetColumn, count);
  double* timestamps = column<double>(slab, kTimestampColumn, count);
  int32_t* topics = column<int32_t>(slab, kTopicColumn, count);
  int32_t* partitions = column<int32_t>(slab, kPartitionColumn, count);
  int32_t* leader_epochs = column<int32_t>(slab, kLeaderEpochColumn, count);
  int32_t* key_lengths = column<int32_t>(slab, kKeyLengthColumn, count);
  int32_t* value_lengths = column<int32_t>(slab, kValueLengthColumn, count);
  int32_t* header_lengths = column<int32_t>(slab, kHeadersLengthColumn, count);
  int32_t* positions = column<int32_t>(slab, kPositionColumn, count);
  uint8_t* timestamp_types = column<uint8_t>(slab, kTimestampTypeColumn, count);
  uint8_t* bytes = slab + bytes_start;
  // Clears the gap before the bytes. The columns and bytes are overwritten completely and need no zeros, but the user
  // could read the gap.
  std::fill(timestamp_types + count, bytes, 0);
  size_t position = 0;
  auto append = [&](const void* data, size_t size) {
    if (size > 0) std::memcpy(bytes + position, data, size);
    position += size;
  };
  for (size_t i = 0; i < count; i++) {
    const Item& item = items_[i];
    const rd_kafka_message_t* message = item.raw.message;
    offsets[i] = static_cast<double>(message->offset);
    timestamps[i] = static_cast<double>(item.raw.timestamp);
    timestamp_types[i] = item.raw.timestamp_type;
    topics[i] = item.topic_id;
    partitions[i] = item.raw.partition;
    leader_epochs[i] = item.raw.leader_epoch;
    key_lengths[i] = message->key ? static_cast<int32_t>(message->key_len) : -1;
    value_lengths[i] = message->payload ? static_cast<int32_t>(message->len) : -1;
    header_lengths[i] = static_cast<int32_t>(item.headers_size);
    positions[i] = static_cast<int32_t>(position);
    append(message->key, message->key ? message->key_len : 0);
    if (message->len <= kLargeValue) append(message->payload, message->payload ? message->len : 0);
    append(headers_.data() + item.headers_start, item.headers_size);
  }
}

void MessageBatch::drop_outdated() {
  std::vector<Item> kept;
  std::vector<ByteView> large;
  size_t bytes = 0;
  for (size_t i = 0; i < items_.size(); i++) {
    const Item& item = items_[i];
    rd_kafka_message_t* message = item.raw.message;
    if (kafka_napi_is_outdated(message)) {
      for (End& end : ends_)
        if (end.before > kept.size()) end.before--;
      release(i, 1);
      continue;
    }
    kept.push_back(item);
    bytes += message->key_len + message->len + item.headers_size;
    if (message->len > kLargeValue) large.push_back({static_cast<const uint8_t*>(message->payload), message->len});
  }
  items_ = std::move(kept);
  large_ = std::move(large);
  bytes_ = bytes;
  if (items_.empty()) headers_.clear();
}

/** Releases messages of one response, or one message that owns its memory. */
void MessageBatch::release(size_t first, size_t count) {
  const kafka_napi_raw_message_t& raw = items_[first].raw;
  if (raw.response == nullptr) rd_kafka_message_destroy(raw.message);
  else kafka_napi_release_raw(raw.message, count);
}

void MessageBatch::clear() {
  for (size_t i = 0; i < items_.size();) {
    const void* response = items_[i].raw.response;
    size_t count = 1;
    while (response != nullptr && i + count < items_.size() && items_[i + count].raw.response == response) count++;
    release(i, count);
    i += count;
  }
  items_.clear();
  large_.clear();
  headers_.clear();
  bytes_ = 0;
}

}  // namespace kafka_napi
