#include "core/records/record_batch.h"

#include <cstring>

#include "core/boundary.h"

namespace kafka_napi {

namespace {

/** Maximum number of records of one topic and partition passed to librdkafka in one call. */
constexpr size_t kRunLength = 512;

/** librdkafka treats a null pointer as null, regardless of the length. So an empty key or value needs an address. */
const char kEmpty = 0;

void* address(const uint8_t* data, size_t size) {
  return size > 0 ? static_cast<void*>(const_cast<uint8_t*>(data)) : const_cast<char*>(&kEmpty);
}

struct Record {
  int32_t topic;
  int32_t partition;
  uint32_t id;
  void* key;
  size_t key_size;
  void* value;
  size_t value_size;
  const uint8_t* headers;
  size_t headers_size;
  bool has_timestamp;
  int64_t timestamp;
};

/** Walks the slab. Returns false if its numbers contradict each other. */
class SlabReader {
 public:
  SlabReader(const ProduceSlab& slab, const std::vector<ByteView>& large) : slab_(slab), large_(large) {}

  bool next(size_t index, size_t topic_count, Record& record) {
    const int32_t* words = slab_.meta + index * kProduceWords;
    record.topic = words[kTopic];
    if (record.topic < 0 || static_cast<size_t>(record.topic) >= topic_count) return false;
    record.partition = words[kPartition];
    record.id = static_cast<uint32_t>(words[kId]);
    if (!take(words[kKeyLength], record.key, record.key_size)) return false;
    if (words[kFlags] & kValueByPointer) {
      if (next_large_ == large_.size()) return false;
      const ByteView& view = large_[next_large_++];
      record.value = address(view.data, view.size);
      record.value_size = view.size;
    } else if (!take(words[kValueLength], record.value, record.value_size)) {
      return false;
    }
    void* headers;
    if (!take(words[kHeadersLength], headers, record.headers_size)) return false;
    record.headers = static_cast<const uint8_t*>(headers);
    record.has_timestamp = (words[kFlags] & kHasTimestamp) != 0;
    record.timestamp = static_cast<int64_t>((static_cast<uint64_t>(static_cast<uint32_t>(words[kTimestampHigh])) << 32) |
                                            static_cast<uint32_t>(words[kTimestampLow]));
    return true;
  }

 private:
  bool take(int32_t length, void*& data, size_t& size) {
    if (length < 0) {
      data = nullptr;
      size = 0;
      return true;
    }
    size = static_cast<size_t>(length);
    if (size > slab_.bytes_size - position_) return false;
    data = address(slab_.bytes + position_, size);
    position_ += size;
    return true;
  }

  const ProduceSlab& slab_;
  const std::vector<ByteView>& large_;
  size_t position_ = 0;
  size_t next_large_ = 0;
};

/** Null if there are none or the packing is malformed (then `broken` is set). */
HeadersHandle read_headers(const Record& record, bool& broken) {
  broken = false;
  if (record.headers_size == 0) return nullptr;
  HeadersHandle headers(rd_kafka_headers_new(8));
  size_t position = 0;
  while (position < record.headers_size) {
    int32_t lengths[2];
    if (record.headers_size - position < sizeof(lengths)) break;
    std::memcpy(lengths, record.headers + position, sizeof(lengths));
    position += sizeof(lengths);
    const size_t name_size = static_cast<size_t>(lengths[0] < 0 ? 0 : lengths[0]);
    const size_t value_size = static_cast<size_t>(lengths[1] < 0 ? 0 : lengths[1]);
    if (name_size + value_size > record.headers_size - position) break;
    const uint8_t* name = record.headers + position;
    const uint8_t* value = name + name_size;
    rd_kafka_header_add(headers.get(), reinterpret_cast<const char*>(name), static_cast<ssize_t>(name_size),
                        lengths[1] < 0 ? nullptr : address(value, value_size), static_cast<ssize_t>(value_size));
    position += name_size + value_size;
  }
  broken = position != record.headers_size;
  return headers;
}

/** Collects records of one topic and partition without headers and timestamps, for one call. */
class Run {
 public:
  explicit Run(Client& client) : client_(client) {}

  void add(const Record& record) {
    if (count_ > 0 && (record.topic != topic_ || record.partition != partition_ || count_ == kRunLength)) flush();
    topic_ = record.topic;
    partition_ = record.partition;
    rd_kafka_message_t& message = messages_[count_++];
    message.payload = record.value;
    message.len = record.value_size;
    message.key = record.key;
    message.key_len = record.key_size;
    message._private = record_opaque(record.id, record.key_size + record.value_size + record.headers_size);
  }

  void flush() {
    if (count_ == 0) return;
    rd_kafka_topic_t* topic = client_.topic(topic_);
    const int taken = rd_kafka_produce_batch(topic, partition_, RD_KAFKA_MSG_F_COPY, messages_, static_cast<int>(count_));
    if (taken != static_cast<int>(count_)) {
      for (size_t i = 0; i < count_; i++) {
        if (messages_[i].err == RD_KAFKA_RESP_ERR_NO_ERROR) continue;
        const uint32_t id = record_id(messages_[i]._private);
        client_.refused().push_back({id, partition_, messages_[i].err});
      }
    }
    client_.check_known(topic_, partition_);
    count_ = 0;
  }

 private:
  Client& client_;
  rd_kafka_message_t messages_[kRunLength];
  size_t count_ = 0;
  int32_t topic_ = 0;
  int32_t partition_ = 0;
};

/** Reports a record of a slab that cannot be read: its id and partition have fixed places. */
void refuse(Client& client, const ProduceSlab& slab, size_t index) {
  const int32_t* words = slab.meta + index * kProduceWords;
  client.refused().push_back({static_cast<uint32_t>(words[kId]), words[kPartition], RD_KAFKA_RESP_ERR__INVALID_ARG});
}

void produce_one(Client& client, const Record& record) {
  bool broken = false;
  HeadersHandle headers = read_headers(record, broken);
  if (broken) {
    client.refused().push_back({record.id, record.partition, RD_KAFKA_RESP_ERR__INVALID_ARG});
    return;
  }
  rd_kafka_vu_t arguments[8];
  size_t count = 0;
  arguments[count].vtype = RD_KAFKA_VTYPE_RKT;
  arguments[count++].u.rkt = client.topic(record.topic);
  arguments[count].vtype = RD_KAFKA_VTYPE_PARTITION;
  arguments[count++].u.i32 = record.partition;
  arguments[count].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
  arguments[count++].u.i = RD_KAFKA_MSG_F_COPY;
  arguments[count].vtype = RD_KAFKA_VTYPE_VALUE;
  arguments[count].u.mem.ptr = record.value;
  arguments[count++].u.mem.size = record.value_size;
  arguments[count].vtype = RD_KAFKA_VTYPE_KEY;
  arguments[count].u.mem.ptr = record.key;
  arguments[count++].u.mem.size = record.key_size;
  arguments[count].vtype = RD_KAFKA_VTYPE_OPAQUE;
  arguments[count++].u.ptr = record_opaque(record.id, record.key_size + record.value_size + record.headers_size);
  if (headers) {
    arguments[count].vtype = RD_KAFKA_VTYPE_HEADERS;
    arguments[count++].u.headers = headers.get();
  }
  if (record.has_timestamp) {
    arguments[count].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
    arguments[count++].u.i64 = record.timestamp;
  }
  const Error error = Error::take(rd_kafka_produceva(client.handle(), arguments, count));
  if (error) client.refused().push_back({record.id, record.partition, error.code});
  else headers.release();  // librdkafka owns them only after a successful produce
  client.check_known(record.topic, record.partition);
}

}  // namespace

Error submit(Client& client, const ProduceSlab& slab, size_t count, const std::vector<ByteView>& large) {
  if (count > slab.meta_words / kProduceWords)
    return Error(RD_KAFKA_RESP_ERR__INVALID_ARG, "more records than the slab has room for");
  SlabReader reader(slab, large);
  Run run(client);
  Record record;
  for (size_t i = 0; i < count; i++) {
    if (!reader.next(i, client.topic_count(), record)) {
      // The records behind it cannot be read either. librdkafka already has those before it, so each remaining one is
      // reported individually.
      for (; i < count; i++) refuse(client, slab, i);
      break;
    }
    if (record.headers_size > 0 || record.has_timestamp) {
      run.flush();
      produce_one(client, record);
    } else {
      run.add(record);
    }
  }
  run.flush();
  // librdkafka sends no event, and so no wake-up, for these.
  if (!client.refused().empty()) client.status()[kStatusMore] = 1;
  return Error();
}

}  // namespace kafka_napi
