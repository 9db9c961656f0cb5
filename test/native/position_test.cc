// Where librdkafka's own functions leave the position of a consumer.
#include "support.h"

namespace kafka_napi::test {
namespace {

class PositionTest : public ClientTest {
 protected:
  /** The offset of the next record, or -1 if none comes. Librdkafka's call goes on after an error. */
  int64_t next_offset(rd_kafka_queue_t* queue) {
    for (int turn = 0; turn < 100; turn++) {
      rd_kafka_message_t* message = nullptr;
      if (rd_kafka_consume_batch_queue(queue, 100, &message, 1) != 1) continue;
      const int64_t offset = message->err == RD_KAFKA_RESP_ERR_NO_ERROR ? message->offset : -1;
      rd_kafka_message_destroy(message);
      if (offset >= 0) return offset;
    }
    return -1;
  }

  void produce(int count) {
    auto producer = make(Role::kProducer);
    for (int i = 0; i < count; i++)
      ASSERT_EQ(rd_kafka_producev(producer->handle(), RD_KAFKA_V_TOPIC("t"), RD_KAFKA_V_PARTITION(0), RD_KAFKA_V_END),
                RD_KAFKA_RESP_ERR_NO_ERROR);
    ASSERT_EQ(rd_kafka_flush(producer->handle(), 10'000), RD_KAFKA_RESP_ERR_NO_ERROR);
  }
};

// A log that was truncated, or a topic that was created again: reading goes on below the position, and so must a pause.
TEST_F(PositionTest, GoesBackWithTheRecords) {
  produce(10);
  auto consumer = make_consumer();
  rd_kafka_topic_partition_list_t* list = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(list, "t", 0)->offset = 0;
  ASSERT_EQ(rd_kafka_assign(consumer->handle(), list), RD_KAFKA_RESP_ERR_NO_ERROR);
  rd_kafka_queue_t* queue = rd_kafka_queue_get_consumer(consumer->handle());
  for (int64_t offset = 0; offset < 10; offset++) ASSERT_EQ(next_offset(queue), offset);

  cluster_.push_request_errors(1, {RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE});
  for (int64_t offset = 0; offset < 3; offset++) ASSERT_EQ(next_offset(queue), offset);
  ASSERT_EQ(rd_kafka_pause_partitions(consumer->handle(), list), RD_KAFKA_RESP_ERR_NO_ERROR);
  ASSERT_EQ(rd_kafka_resume_partitions(consumer->handle(), list), RD_KAFKA_RESP_ERR_NO_ERROR);
  EXPECT_EQ(next_offset(queue), 3);
  rd_kafka_queue_destroy(queue);
  rd_kafka_topic_partition_list_destroy(list);
}

}  // namespace
}  // namespace kafka_napi::test
