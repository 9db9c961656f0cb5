// A failed assertion of librdkafka ends the process. The line before the end must name the client.
#include <gtest/gtest.h>
#include <rdkafka.h>

namespace {

/**
 * Asks for an operation without a queue for its result, on a thread of the broker's: librdkafka asserts that there is
 * one.
 */
rd_kafka_resp_err_t assert_on_broker_thread(rd_kafka_t* rk, rd_kafka_thread_type_t type, const char*, void*) {
  if (type == RD_KAFKA_THREAD_BROKER) rd_kafka_CreateTopics(rk, nullptr, 0, nullptr, nullptr);
  return RD_KAFKA_RESP_ERR_NO_ERROR;
}

rd_kafka_resp_err_t watch_threads(rd_kafka_t* rk, const rd_kafka_conf_t*, void*, char*, size_t) {
  return rd_kafka_interceptor_add_on_thread_start(rk, "test", assert_on_broker_thread, nullptr);
}

void fail_an_assertion() {
  char error[200];
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  rd_kafka_conf_set(conf, "client.id", "orders", error, sizeof(error));
  rd_kafka_conf_set(conf, "bootstrap.servers", "127.0.0.1:1", error, sizeof(error));
  rd_kafka_conf_interceptor_add_on_new(conf, "test", watch_threads, nullptr);
  rd_kafka_t* rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, error, sizeof(error));
  if (rk != nullptr) rd_kafka_flush(rk, 30'000);
  for (;;) rd_kafka_poll(rk, 1000);
}

TEST(AssertionDeathTest, NamesTheClientItsStateAndTheThread) {
  // Runs this program again: after a fork without exec, it could not start a thread under the thread sanitizer.
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(fail_an_assertion(),
               "librdkafka: producer orders#producer-1 \\(running, [0-9]+ brokers of which [0-9]+ are down\\), "
               "thread [^ ]+: .*rdkafka_admin\\.c:[0-9]+:rd_kafka_CreateTopics: assert: rkqu");
}

}  // namespace
