// Where librdkafka's own functions leave the position of a consumer.
#include <gtest/gtest.h>
#include <rdkafka.h>
#include <rdkafka_mock.h>

#include <string>
#include <utility>
#include <vector>

namespace {

constexpr int16_t kFetch = 1;

rd_kafka_t* make(rd_kafka_type_t type, const std::vector<std::pair<std::string, std::string>>& settings) {
  char error[200];
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  for (const auto& [name, value] : settings)
    EXPECT_EQ(rd_kafka_conf_set(conf, name.c_str(), value.c_str(), error, sizeof(error)), RD_KAFKA_CONF_OK) << error;
  rd_kafka_t* rk = rd_kafka_new(type, conf, error, sizeof(error));
  EXPECT_NE(rk, nullptr) << error;
  return rk;
}

void produce(const std::string& bootstrap_servers, int count) {
  rd_kafka_t* producer = make(RD_KAFKA_PRODUCER, {{"bootstrap.servers", bootstrap_servers}});
  for (int i = 0; i < count; i++)
    EXPECT_EQ(rd_kafka_producev(producer, RD_KAFKA_V_TOPIC("t"), RD_KAFKA_V_PARTITION(0), RD_KAFKA_V_END),
              RD_KAFKA_RESP_ERR_NO_ERROR);
  EXPECT_EQ(rd_kafka_flush(producer, 10'000), RD_KAFKA_RESP_ERR_NO_ERROR);
  rd_kafka_destroy(producer);
}

constexpr int64_t kEnd = -1;
constexpr int64_t kNothing = -2;

/** The offset of the next record, or kEnd at the end of the partition, or kNothing if nothing comes. */
int64_t next_offset(rd_kafka_queue_t* queue) {
  for (int turn = 0; turn < 100; turn++) {
    rd_kafka_message_t* message = nullptr;
    if (rd_kafka_consume_batch_queue(queue, 100, &message, 1) != 1) continue;
    const rd_kafka_resp_err_t error = message->err;
    const int64_t offset = error == RD_KAFKA_RESP_ERR_NO_ERROR ? message->offset : kEnd;
    rd_kafka_message_destroy(message);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR || error == RD_KAFKA_RESP_ERR__PARTITION_EOF) return offset;
  }
  return kNothing;
}

// A log that was truncated, or a topic that was created again: reading goes on below the position, and so must a pause.
TEST(Position, GoesBackWithTheRecords) {
  rd_kafka_t* consumer = make(
      RD_KAFKA_CONSUMER,
      {{"test.mock.num.brokers", "1"}, {"group.id", "g"}, {"auto.offset.reset", "earliest"}, {"enable.partition.eof", "true"}});
  rd_kafka_mock_cluster_t* mock = rd_kafka_handle_mock_cluster(consumer);
  ASSERT_EQ(rd_kafka_mock_topic_create(mock, "t", 1, 1), RD_KAFKA_RESP_ERR_NO_ERROR);
  produce(rd_kafka_mock_cluster_bootstraps(mock), 10);
  rd_kafka_topic_partition_list_t* list = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(list, "t", 0)->offset = 0;
  EXPECT_EQ(rd_kafka_assign(consumer, list), RD_KAFKA_RESP_ERR_NO_ERROR);
  rd_kafka_queue_t* queue = rd_kafka_queue_get_consumer(consumer);
  for (int64_t offset = 0; offset < 10; offset++) EXPECT_EQ(next_offset(queue), offset);
  // Until it has come, librdkafka takes the error for it.
  EXPECT_EQ(next_offset(queue), kEnd);

  rd_kafka_mock_partition_push_request_errors(mock, "t", 0, kFetch, 1, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE);
  for (int64_t offset = 0; offset < 3; offset++) EXPECT_EQ(next_offset(queue), offset);
  EXPECT_EQ(rd_kafka_pause_partitions(consumer, list), RD_KAFKA_RESP_ERR_NO_ERROR);
  EXPECT_EQ(rd_kafka_resume_partitions(consumer, list), RD_KAFKA_RESP_ERR_NO_ERROR);
  EXPECT_EQ(next_offset(queue), 3);
  rd_kafka_queue_destroy(queue);
  rd_kafka_topic_partition_list_destroy(list);
  rd_kafka_destroy(consumer);
}

}  // namespace
