// Assignments that follow each other faster than fetchers start and stop.
#include <thread>

#include "support.h"

namespace kafka_napi::test {
namespace {

constexpr int kThreads = 4;
constexpr int kTurns = 300;
constexpr int kPartitions = 3;

/** Assigns this partition alone, from its beginning. */
rd_kafka_resp_err_t assign(rd_kafka_t* rk, int partition) {
  rd_kafka_topic_partition_list_t* list = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(list, "three", partition)->offset = 0;
  const rd_kafka_resp_err_t error = rd_kafka_assign(rk, list);
  rd_kafka_topic_partition_list_destroy(list);
  return error;
}

// With several threads, an assignment waits in the queue already while the one before tells its fetcher to stop.
TEST_F(ClientTest, AssignsAgainAndAgain) {
  ASSERT_FALSE(cluster_.create_topic("three", kPartitions, 1));
  auto consumer = make_consumer();
  rd_kafka_t* rk = consumer->handle();
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; thread++) {
    threads.emplace_back([rk, thread] {
      for (int turn = 0; turn < kTurns; turn++) EXPECT_EQ(assign(rk, (turn + thread) % kPartitions), RD_KAFKA_RESP_ERR_NO_ERROR);
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_EQ(assign(rk, 0), RD_KAFKA_RESP_ERR_NO_ERROR);
  rd_kafka_topic_partition_list_t* list = nullptr;
  ASSERT_EQ(rd_kafka_assignment(rk, &list), RD_KAFKA_RESP_ERR_NO_ERROR);
  EXPECT_EQ(list->cnt, 1);
  rd_kafka_topic_partition_list_destroy(list);
}

}  // namespace
}  // namespace kafka_napi::test
