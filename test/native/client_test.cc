#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <thread>

#include "support.h"

/* It needs rdkafka.h before it. */
#include "rdkafka_mock.h"

namespace kafka_napi::test {
namespace {

TEST_F(ClientTest, RefusesWhatLibrdkafkaRefuses) {
  ClientOptions options;
  options.conf = {{"linger.ms", "never"}};
  Error error;
  EXPECT_EQ(Client::create(options, &waker_, status_, error), nullptr);
  EXPECT_NE(error.message.find("linger.ms"), std::string::npos);
}

TEST_F(ClientTest, WakesForAReplyOfTheHelperThread) {
  auto client = make(Role::kProducer);
  ASSERT_TRUE(waker_.wait(kWakeMain));
  ASSERT_FALSE(request(*client, 9, "probe", Value()));
  const Value reply = reply_to(*client, 9);
  EXPECT_EQ(reply["id"].integer(), 9);
  EXPECT_TRUE(reply["error"].is_null());
}

TEST_F(ClientTest, AnswersAnUnknownOperationWithAnError) {
  auto client = make(Role::kProducer);
  Value result;
  EXPECT_TRUE(call(*client, "nothing", Value(), result));
  EXPECT_TRUE(request(*client, 1, "nothing", Value()));
  // A consumer's operation is not a producer's.
  EXPECT_TRUE(call(*client, "subscribe", Value(), result));
}

TEST_F(ClientTest, MakesATopicOnce) {
  auto client = make(Role::kProducer);
  Error error;
  const int id = client->topic_id("t", error);
  EXPECT_EQ(client->topic_id("t", error), id);
  EXPECT_NE(client->topic_id("u", error), id);
  EXPECT_FALSE(error);
}

TEST_F(ClientTest, ReportsAMetadataRequest) {
  auto client = make(Role::kProducer);
  ASSERT_FALSE(request(*client, 3, "metadata", Map{{"topics", List{"t"}}, {"timeoutMs", 5000}}));
  const Value reply = reply_to(*client, 3);
  ASSERT_EQ(reply["value"]["topics"].list().size(), 1u);
  EXPECT_EQ(reply["value"]["topics"].list()[0]["topic"].string(), "t");
  EXPECT_EQ(reply["value"]["brokers"].list().size(), 1u);
}

TEST_F(ClientTest, EndsAFlushThatIsCancelled) {
  auto client = make(Role::kProducer, {{"linger.ms", "100000"}});
  cluster_.set_broker_down(1);
  Error error;
  SlabBuilder slab;
  slab.add(client->topic_id("t", error), 0, 1, {nullptr}, {"v"});
  ASSERT_FALSE(submit(*client, slab.slab(), slab.count(), {}));
  ASSERT_FALSE(request(*client, 4, "flush", Map{{"timeoutMs", -1}}));
  Value result;
  ASSERT_FALSE(call(*client, "cancelFlush", Map{{"id", 4}}, result));
  EXPECT_EQ(reply_to(*client, 4)["id"].integer(), 4);
}

TEST_F(ClientTest, KeepsNothingOfAFlushThatEndedBeforeItWasCancelled) {
  auto client = make(Role::kProducer);
  Value result;
  for (int id = 1; id <= 3; id++) {
    ASSERT_FALSE(request(*client, static_cast<uint32_t>(id), "flush", Map{{"timeoutMs", 5000}}));
    EXPECT_EQ(reply_to(*client, static_cast<uint32_t>(id))["id"].integer(), id);
    ASSERT_FALSE(call(*client, "cancelFlush", Map{{"id", id}}, result));
    EXPECT_FALSE(client->is_cancelled(static_cast<uint32_t>(id)));
  }
}

TEST_F(ClientTest, APumpWithoutColumnsEnds) {
  auto producer = make(Role::kProducer);
  Error error;
  SlabBuilder slab;
  slab.add(producer->topic_id("t", error), 0, 1, {"k"}, {"v"});
  ASSERT_FALSE(submit(*producer, slab.slab(), slab.count(), {}));
  DeliveryColumns none;
  for (int turn = 0; turn < 100 && rd_kafka_outq_len(producer->handle()) > 0; turn++) EXPECT_EQ(pump(*producer, none, 100), 0u);
  EXPECT_EQ(rd_kafka_outq_len(producer->handle()), 0);
}

TEST_F(ClientTest, CanBeDestroyedWithRecordsRequestsAndAConsumerStillOpen) {
  auto consumer = make_consumer();
  Value result;
  ASSERT_FALSE(call(*consumer, "subscribe", Map{{"topics", List{"t"}}}, result));
  auto producer = make(Role::kProducer, {{"linger.ms", "100000"}});
  Error error;
  SlabBuilder slab;
  for (uint32_t id = 0; id < 100; id++)
    slab.add(producer->topic_id("t", error), 0, id, {"k"}, {"v"}, SlabBuilder::header("h", "x"));
  ASSERT_FALSE(submit(*producer, slab.slab(), slab.count(), {}));
  ASSERT_FALSE(request(*producer, 1, "flush", Map{{"timeoutMs", 60000}}));
  producer.reset();
  consumer.reset();
}

/** The brokers of this cluster lack these APIs. The address sanitizer reports what the requests have kept. */
TEST_F(ClientTest, RequestsThatNoBrokerSupportsLetGoOfTheirQueue) {
  auto client = make(Role::kProducer);
  ASSERT_TRUE(waker_.wait(kWakeMain));
  const List offsets{Map{{"topic", "t"}, {"partition", 0}, {"offset", 0}}};
  const std::vector<std::pair<const char*, Map>> requests = {
      {"deleteRecords", {{"partitions", offsets}}},
      {"listConsumerGroups", {{"timeoutMs", 5000}}},
      {"describeConsumerGroups", {{"groups", List{"g"}}}},
  };
  uint32_t id = 100;
  for (const auto& [name, arguments] : requests) {
    ASSERT_FALSE(request(*client, ++id, name, arguments)) << name;
    EXPECT_EQ(reply_to(*client, id)["id"].integer(), static_cast<int>(id)) << name;
  }
}

/** A rebalance callback asks, on the thread of JavaScript: without a reply that thread hangs for good. */
TEST_F(ClientTest, AQuestionThatMeetsTheEndOfTheGroupIsAnswered) {
  for (int round = 0; round < 100; round++) {
    auto consumer = make_consumer();
    rd_kafka_t* handle = consumer->handle();
    std::atomic<bool> closed{false};
    std::future<void> asking = std::async(std::launch::async, [&] {
      while (!closed) rd_kafka_rebalance_protocol(handle);
    });
    EXPECT_EQ(rd_kafka_consumer_close(handle), RD_KAFKA_RESP_ERR_NO_ERROR);
    closed = true;
    if (asking.wait_for(std::chrono::seconds(30)) == std::future_status::ready) continue;
    // It cannot be joined.
    std::fprintf(stderr, "round %d: no reply after the end of the group\n", round);
    std::_Exit(1);
  }
}

rd_kafka_t* new_member(rd_kafka_mock_cluster_t* cluster, int round) {
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  char reason[256];
  const std::string group = "g" + std::to_string(round);
  for (const auto& [name, value] :
       {std::pair<const char*, const char*>{"bootstrap.servers", rd_kafka_mock_cluster_bootstraps(cluster)},
        {"group.id", group.c_str()},
        {"log_level", "0"}})
    EXPECT_EQ(rd_kafka_conf_set(conf, name, value, reason, sizeof(reason)), RD_KAFKA_CONF_OK) << reason;
  rd_kafka_t* member = rd_kafka_new(RD_KAFKA_CONSUMER, conf, reason, sizeof(reason));
  rd_kafka_poll_set_consumer(member);
  rd_kafka_topic_partition_list_t* topics = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(topics, "t", RD_KAFKA_PARTITION_UA);
  EXPECT_EQ(rd_kafka_subscribe(member, topics), RD_KAFKA_RESP_ERR_NO_ERROR);
  rd_kafka_topic_partition_list_destroy(topics);
  for (bool is_assigned = false; !is_assigned;) {
    if (rd_kafka_message_t* message = rd_kafka_consumer_poll(member, 10)) rd_kafka_message_destroy(message);
    rd_kafka_topic_partition_list_t* assigned = nullptr;
    EXPECT_EQ(rd_kafka_assignment(member, &assigned), RD_KAFKA_RESP_ERR_NO_ERROR);
    is_assigned = assigned->cnt > 0;
    rd_kafka_topic_partition_list_destroy(assigned);
  }
  return member;
}

/**
 * The coordinator is gone, and the group has not noticed: its LeaveGroup waits for a connection. The thread of the
 * broker drops it as the instance terminates. Its answer was waited for.
 */
TEST_F(ClientTest, IsDestroyedWhileItsMemberLeaves) {
  auto owner = make(Role::kProducer);
  rd_kafka_mock_cluster_t* cluster = rd_kafka_mock_cluster_new(owner->handle(), 1);
  ASSERT_EQ(rd_kafka_mock_topic_create(cluster, "t", 1, 1), RD_KAFKA_RESP_ERR_NO_ERROR);
  rd_kafka_mock_group_initial_rebalance_delay_ms(cluster, 0);
  for (int round = 0; round < 100; round++) {
    rd_kafka_t* member = new_member(cluster, round);
    rd_kafka_queue_t* queue = rd_kafka_queue_new(member);
    rd_kafka_mock_broker_set_down(cluster, 1);
    std::this_thread::sleep_for(std::chrono::microseconds(round % 6 * 200));
    EXPECT_EQ(rd_kafka_consumer_close_queue(member, queue), nullptr);
    rd_kafka_queue_destroy(queue);
    std::this_thread::sleep_for(std::chrono::microseconds(500 + round % 5 * 500));
    std::future<void> destroying =
        std::async(std::launch::async, [&] { rd_kafka_destroy_flags(member, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE); });
    if (destroying.wait_for(std::chrono::seconds(30)) == std::future_status::ready) {
      rd_kafka_mock_broker_set_up(cluster, 1);
      continue;
    }
    // It cannot be joined.
    std::fprintf(stderr, "round %d: not destroyed\n", round);
    std::_Exit(1);
  }
  rd_kafka_mock_cluster_destroy(cluster);
}

}  // namespace
}  // namespace kafka_napi::test
