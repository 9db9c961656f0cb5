#include <chrono>
#include <cstring>
#include <thread>

#include "core/records/message_batch.h"
#include "support.h"

namespace kafka_napi::test {
namespace {

/** Reads a drained slab as src/consumer does. */
struct Slab {
  explicit Slab(MessageBatch& batch) : bytes(batch.slab_size()) { batch.write(bytes.data()); }

  int32_t word(size_t index) const { return at<int32_t>(index * 4); }
  size_t count() const { return static_cast<size_t>(word(0)); }
  double offset(size_t row) const { return at<double>(16 + row * 8); }
  double timestamp(size_t row) const { return at<double>(16 + count() * 8 + row * 8); }
  int32_t key_length(size_t row) const { return column(3, row); }
  int32_t value_length(size_t row) const { return column(4, row); }
  int32_t headers_length(size_t row) const { return column(5, row); }
  std::string text(size_t row) const {
    const size_t position = static_cast<size_t>(word(1) + column(6, row));
    size_t size = static_cast<size_t>(headers_length(row));
    for (int32_t length : {key_length(row), value_length(row)}) size += length > 0 ? static_cast<size_t>(length) : 0;
    return std::string(reinterpret_cast<const char*>(bytes.data()) + position, size);
  }

  std::vector<uint8_t> bytes;

 private:
  template <typename T>
  T at(size_t position) const {
    T value;
    std::memcpy(&value, bytes.data() + position, sizeof(T));
    return value;
  }
  int32_t column(size_t index, size_t row) const { return at<int32_t>(16 + count() * 16 + index * count() * 4 + row * 4); }
};

class ProduceConsumeTest : public ClientTest {
 protected:
  /** Assigns partition 0 from its beginning. */
  std::unique_ptr<Client> reader() {
    auto consumer = make_consumer();
    Value result;
    const Error error =
        call(*consumer, "assign", Map{{"partitions", List{Map{{"topic", "t"}, {"partition", 0}, {"offset", -2}}}}}, result);
    EXPECT_FALSE(error) << error.message;
    return consumer;
  }

  /** `count` records of `size` bytes each, to partition 0. */
  void produce_values(size_t count, size_t size) {
    auto producer = make(Role::kProducer);
    Error error;
    const int topic = producer->topic_id("t", error);
    const std::string value(size, 'v');
    SlabBuilder slab;
    for (size_t i = 0; i < count; i++) slab.add(topic, 0, static_cast<uint32_t>(i), {nullptr}, {value.c_str()});
    ASSERT_FALSE(submit(*producer, slab.slab(), slab.count(), {}));
    Columns columns(64);
    ASSERT_EQ(pump_deliveries(*producer, columns, count), count);
  }

  /** Collects `count` in one batch: waits until so many are in the queue, whatever each fetch brings. */
  size_t collect_all(MessageBatch& batch, Client& consumer, size_t count) {
    rd_kafka_queue_t* queue = rd_kafka_queue_get_consumer(consumer.handle());
    for (int turn = 0; turn < 2000 && rd_kafka_queue_length(queue) < count; turn++)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    rd_kafka_queue_destroy(queue);
    return batch.collect(count, 1 << 20, 1000);
  }

  /** librdkafka's, of partition 0. */
  int64_t position(Client& consumer) {
    rd_kafka_topic_partition_list_t* list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, "t", 0);
    EXPECT_EQ(rd_kafka_position(consumer.handle(), list), RD_KAFKA_RESP_ERR_NO_ERROR);
    const int64_t offset = list->elems[0].offset;
    rd_kafka_topic_partition_list_destroy(list);
    return offset;
  }
};

TEST_F(ProduceConsumeTest, TellsNullFromEmptyBothWays) {
  auto producer = make(Role::kProducer);
  Error error;
  const int topic = producer->topic_id("t", error);
  const std::string headers = SlabBuilder::header("a", nullptr) + SlabBuilder::header("a", "") + SlabBuilder::header("b", "2");
  SlabBuilder slab;
  slab.add(topic, 0, 10, {nullptr}, {""});
  slab.add(topic, 0, 11, {""}, {nullptr});
  slab.add(topic, 0, 12, {"key"}, {"value"}, headers, 1234567890123);
  ASSERT_FALSE(submit(*producer, slab.slab(), slab.count(), {}));
  Columns columns(16);
  ASSERT_EQ(pump_deliveries(*producer, columns, 3), 3u);

  auto consumer = reader();
  MessageBatch batch(*consumer);
  ASSERT_EQ(collect_all(batch, *consumer, 3), 3u);
  const Slab read(batch);
  EXPECT_EQ(read.key_length(0), -1);
  EXPECT_EQ(read.value_length(0), 0);
  EXPECT_EQ(read.key_length(1), 0);
  EXPECT_EQ(read.value_length(1), -1);
  EXPECT_EQ(read.timestamp(2), 1234567890123.0);
  EXPECT_EQ(read.text(2), "keyvalue" + headers);
  EXPECT_EQ(*batch.topic_name(0), "t");
}

TEST_F(ProduceConsumeTest, KeepsAPartlyReadReportForTheNextPump) {
  auto producer = make(Role::kProducer);
  Error error;
  SlabBuilder slab;
  for (uint32_t id = 0; id < 1000; id++) slab.add(producer->topic_id("t", error), 0, id, {nullptr}, {"v"});
  ASSERT_FALSE(submit(*producer, slab.slab(), slab.count(), {}));
  Columns columns(7);
  uint32_t next = 0;
  for (int turn = 0; turn < 1000 && next < 1000; turn++) {
    const size_t rows = pump(*producer, columns.view, 100);
    for (size_t row = 0; row < rows; row++) {
      EXPECT_EQ(columns.ids[row], next++);
      EXPECT_EQ(columns.errors[row], 0);
    }
  }
  EXPECT_EQ(next, 1000u);
}

TEST_F(ProduceConsumeTest, ReportsARefusedRecordOnceAndTakesTheOthers) {
  auto producer = make(Role::kProducer, {{"message.max.bytes", "1000"}});
  Error error;
  const int topic = producer->topic_id("t", error);
  const std::string big(5000, 'x');
  SlabBuilder slab;
  slab.add(topic, 0, 1, {nullptr}, {"v"});
  slab.add(topic, 0, 2, {nullptr}, {big.c_str()});
  slab.add(topic, 0, 3, {nullptr}, {big.c_str()}, SlabBuilder::header("h", "1"));
  slab.add(topic, 0, 4, {nullptr}, {"v"});
  ASSERT_FALSE(submit(*producer, slab.slab(), slab.count(), {}));
  Columns columns(16);
  std::vector<std::pair<uint32_t, int>> seen;
  for (int turn = 0; turn < 100 && seen.size() < 4; turn++) {
    const size_t rows = pump(*producer, columns.view, 100);
    for (size_t row = 0; row < rows; row++) seen.emplace_back(columns.ids[row], columns.errors[row]);
  }
  const std::vector<std::pair<uint32_t, int>> expected = {
      {2, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE}, {3, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE}, {1, 0}, {4, 0}};
  EXPECT_EQ(seen, expected);
}

TEST_F(ProduceConsumeTest, RefusesEachRecordOfASlabThatContradictsItself) {
  auto producer = make(Role::kProducer);
  Error error;
  const int topic = producer->topic_id("t", error);
  int32_t words[9] = {topic, 0, 1, -1, 100, 0, 0, 0, 0};
  const uint8_t bytes[10] = {};
  Columns columns(1);
  for (const int32_t id : {topic, 77}) {
    words[0] = id;
    ASSERT_FALSE(submit(*producer, {words, 9, bytes, sizeof(bytes)}, 1, {}));
    ASSERT_EQ(pump(*producer, columns.view, 0), 1u);
    EXPECT_EQ(columns.ids[0], 1u);
    EXPECT_EQ(columns.errors[0], RD_KAFKA_RESP_ERR__INVALID_ARG);
  }
  EXPECT_TRUE(submit(*producer, {words, 9, bytes, sizeof(bytes)}, 2, {}));
}

TEST_F(ProduceConsumeTest, GivesALargeValueApart) {
  auto producer = make(Role::kProducer);
  Error error;
  const std::string large(kLargeValue + 1, 'L');
  int32_t words[9] = {producer->topic_id("t", error), 0, 1, -1, static_cast<int32_t>(large.size()), 0, 2, 0, 0};
  ASSERT_FALSE(submit(*producer, {words, 9, nullptr, 0}, 1, {{reinterpret_cast<const uint8_t*>(large.data()), large.size()}}));
  Columns columns(4);
  ASSERT_EQ(pump_deliveries(*producer, columns, 1), 1u);

  auto consumer = reader();
  MessageBatch batch(*consumer);
  size_t count = 0;
  for (int turn = 0; turn < 20 && count == 0; turn++) count = batch.collect(10, 1 << 20, 1000);
  ASSERT_EQ(count, 1u);
  EXPECT_EQ(Slab(batch).value_length(0), static_cast<int32_t>(large.size()));
  ASSERT_EQ(batch.large().size(), 1u);
  EXPECT_EQ(std::memcmp(batch.large()[0].data, large.data(), large.size()), 0);
  EXPECT_LT(batch.slab_size(), 1000u);
}

TEST_F(ProduceConsumeTest, TakesMessagesInOrderAndMovesThePosition) {
  constexpr size_t kCount = 700;
  auto producer = make(Role::kProducer);
  Error error;
  const int topic = producer->topic_id("t", error);
  SlabBuilder slab;
  for (size_t i = 0; i < kCount; i++) slab.add(topic, 0, static_cast<int>(i), {nullptr}, {std::to_string(i).c_str()});
  ASSERT_FALSE(submit(*producer, slab.slab(), slab.count(), {}));
  Columns columns(kCount);
  ASSERT_EQ(pump_deliveries(*producer, columns, kCount), kCount);

  auto consumer = reader();
  MessageBatch batch(*consumer);
  size_t read = 0;
  for (int turn = 0; turn < 200 && read < kCount; turn++) {
    // More than a chunk, and no multiple of one.
    const size_t count = batch.collect(300, 1 << 20, 100);
    const Slab rows(batch);
    for (size_t row = 0; row < count; row++, read++) {
      ASSERT_EQ(rows.offset(row), static_cast<double>(read));
      ASSERT_EQ(rows.text(row), std::to_string(read));
    }
    if (count > 0) EXPECT_EQ(position(*consumer), static_cast<int64_t>(read));
    batch.clear();
  }
  EXPECT_EQ(read, kCount);
}

TEST_F(ProduceConsumeTest, HandsOutNothingWhileARebalanceWaits) {
  auto producer = make(Role::kProducer);
  Error error;
  SlabBuilder slab;
  slab.add(producer->topic_id("t", error), 0, 1, {nullptr}, {"v"});
  ASSERT_FALSE(submit(*producer, slab.slab(), slab.count(), {}));
  Columns columns(4);
  ASSERT_EQ(pump_deliveries(*producer, columns, 1), 1u);

  auto consumer = make_consumer();
  Value result;
  ASSERT_FALSE(call(*consumer, "subscribe", Map{{"topics", List{"t"}}}, result));
  MessageBatch batch(*consumer);
  for (int turn = 0; turn < 200 && !consumer->rebalance_pending(); turn++) EXPECT_EQ(batch.collect(10, 1 << 20, 100), 0u);
  ASSERT_TRUE(consumer->rebalance_pending());
  EXPECT_EQ(batch.collect(10, 1 << 20, 100), 0u);
  const List events = consumer->take_events();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0]["errno"].integer(), RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS);
  ASSERT_FALSE(call(*consumer, "assign", Map{{"partitions", events[0]["partitions"]}}, result));
  size_t count = 0;
  for (int turn = 0; turn < 20 && count == 0; turn++) count = batch.collect(10, 1 << 20, 1000);
  EXPECT_EQ(count, 1u);
}

TEST_F(ProduceConsumeTest, CommitsThroughTheMainQueue) {
  auto consumer = reader();
  ASSERT_FALSE(request(*consumer, 5, "commit",
                       Map{{"partitions", List{Map{{"topic", "t"}, {"partition", 0}, {"offset", 1}, {"metadata", "m"}}}}}));
  const Value reply = reply_to(*consumer, 5);
  EXPECT_TRUE(reply["error"].is_null());
  ASSERT_FALSE(
      request(*consumer, 6, "committed", Map{{"partitions", List{Map{{"topic", "t"}, {"partition", 0}}}}, {"timeoutMs", 5000}}));
  EXPECT_EQ(reply_to(*consumer, 6)["value"].list()[0]["offset"].integer(), 1);
}

TEST_F(ProduceConsumeTest, WhatWasNotWrittenComesAgainUnlessItWasSought) {
  produce_values(10, 10);
  auto consumer = reader();
  MessageBatch batch(*consumer);
  ASSERT_EQ(collect_all(batch, *consumer, 10), 10u);
  // No memory for a slab: nothing was written and nothing cleared.
  EXPECT_EQ(batch.collect(100, 1 << 20, 0), 10u);
  EXPECT_EQ(Slab(batch).offset(9), 9);
  Value result;
  ASSERT_FALSE(call(*consumer, "seek",
                    Map{{"partitions", List{Map{{"topic", "t"}, {"partition", 0}, {"offset", 7}}}}, {"timeoutMs", 5000}},
                    result));
  ASSERT_EQ(collect_all(batch, *consumer, 3), 3u);
  EXPECT_EQ(Slab(batch).offset(0), 7);
  batch.clear();
}

TEST_F(ProduceConsumeTest, ADrainStopsByBytes) {
  // A partition of the mock keeps 5 MB.
  constexpr size_t kCount = 20;
  constexpr size_t kSize = 200 * 1000;
  constexpr size_t kRoom = 1 << 20;
  produce_values(kCount, kSize);
  auto consumer = reader();
  MessageBatch batch(*consumer);
  // Until all of them wait in the queue.
  for (int turn = 0; turn < 100 && rd_kafka_queue_length(consumer->consumer_queue()) < kCount; turn++)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  size_t count = 0;
  for (int turn = 0; turn < 200 && count < kCount; turn++) {
    const size_t some = batch.collect(1000, kRoom, 1000);
    EXPECT_LE(some * kSize, kRoom + kSize);
    count += some;
    batch.clear();
  }
  EXPECT_EQ(count, kCount);
}

}  // namespace
}  // namespace kafka_napi::test
