#pragma once
// Shared by the tests of native/core: a waker to wait for, a mock cluster, its clients.
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/calls/calls.h"
#include "core/client/client.h"
#include "core/mock_cluster.h"
#include "core/records/delivery_batch.h"
#include "core/records/record_batch.h"

namespace kafka_napi::test {

class CountingWaker final : public Waker {
 public:
  void wake(int bits) noexcept override {
    std::lock_guard<std::mutex> lock(mutex_);
    bits_ |= bits;
    changed_.notify_all();
  }

  /** Waits for any of `bits` and clears them; false after ten seconds. */
  bool wait(int bits) {
    std::unique_lock<std::mutex> lock(mutex_);
    const bool woken = changed_.wait_for(lock, std::chrono::seconds(10), [&] { return (bits_ & bits) != 0; });
    bits_ &= ~bits;
    return woken;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int bits_ = 0;
};

/** Columns as TypeScript shares them. */
struct Columns {
  explicit Columns(size_t capacity)
      : ids(capacity), errors(capacity), partitions(capacity), status(capacity), offsets(capacity), timestamps(capacity) {
    view = {ids.data(), errors.data(), partitions.data(), status.data(), offsets.data(), timestamps.data(), capacity};
  }
  std::vector<uint32_t> ids;
  std::vector<int32_t> errors;
  std::vector<int32_t> partitions;
  std::vector<uint8_t> status;
  std::vector<double> offsets;
  std::vector<double> timestamps;
  DeliveryColumns view;
};

class ClientTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_FALSE(cluster_.start(1));
    ASSERT_FALSE(cluster_.create_topic("t", 1, 1));
  }

  std::unique_ptr<Client> make(Role role, std::vector<std::pair<std::string, std::string>> conf = {}) {
    ClientOptions options;
    options.role = role;
    options.conf = std::move(conf);
    options.conf.emplace_back("bootstrap.servers", cluster_.bootstrap_servers());
    Error error;
    std::unique_ptr<Client> client = Client::create(options, &waker_, status_, error);
    EXPECT_FALSE(error) << error.message;
    return client;
  }

  std::unique_ptr<Client> make_consumer() {
    return make(Role::kConsumer, {{"group.id", "g"}, {"auto.offset.reset", "earliest"}, {"enable.auto.offset.store", "false"}});
  }

  /** Pumps until `count` deliveries have come, into `columns` from row 0 each time; returns how many came. */
  size_t pump_deliveries(Client& client, Columns& columns, size_t count) {
    size_t seen = 0;
    for (int turn = 0; turn < 200 && seen < count; turn++) seen += pump(client, columns.view, 100);
    return seen;
  }

  /** Pumps until the reply to request `id` comes; null where it does not come. */
  Value reply_to(Client& client, uint32_t id) {
    Columns columns(64);
    for (int turn = 0; turn < 100; turn++) {
      pump(client, columns.view, 100);
      for (Value& event : client.take_events()) {
        if (event["type"].string() == "reply" && event["id"].number() == id) return event;
      }
    }
    return Value();
  }

  MockCluster cluster_;
  CountingWaker waker_;
  int32_t status_[kStatusLength] = {};
};

/** Packs records as src/producer does. */
class SlabBuilder {
 public:
  struct Text {
    const char* data;  // null: null
  };

  void add(int topic, int partition, uint32_t id, Text key, Text value, const std::string& headers = "", int64_t timestamp = 0) {
    words_.insert(words_.end(),
                  {topic, partition, static_cast<int32_t>(id), append(key), append(value), static_cast<int32_t>(headers.size()),
                   timestamp ? 1 : 0, static_cast<int32_t>(timestamp & 0xffffffff), static_cast<int32_t>(timestamp >> 32)});
    bytes_ += headers;
    count_++;
  }

  static std::string header(const std::string& name, const char* value) {
    const int32_t lengths[2] = {static_cast<int32_t>(name.size()), value ? static_cast<int32_t>(std::string(value).size()) : -1};
    return std::string(reinterpret_cast<const char*>(lengths), sizeof(lengths)) + name + (value ? value : "");
  }

  ProduceSlab slab() const {
    return {words_.data(), words_.size(), reinterpret_cast<const uint8_t*>(bytes_.data()), bytes_.size()};
  }
  size_t count() const { return count_; }

 private:
  int32_t append(Text text) {
    if (text.data == nullptr) return -1;
    bytes_ += text.data;
    return static_cast<int32_t>(std::string(text.data).size());
  }

  std::vector<int32_t> words_;
  std::string bytes_;
  size_t count_ = 0;
};

}  // namespace kafka_napi::test
