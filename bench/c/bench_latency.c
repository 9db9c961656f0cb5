/* -m send: one message at a time, from the call to its report. -m send-100: 100 at a time, from the first call to the
 * last report; the counts are of messages. -m e2e: from the call until the consumer has it, at -r
 * messages per second; every millisecond, the messages due are produced. Properties: producer.name=value,
 * consumer.name=value. */
#include <pthread.h>

#include "bench.h"

static int reported, failed;

static void on_report(rd_kafka_t* rk, const rd_kafka_message_t* message, void* opaque) {
  (void)rk, (void)opaque;
  reported++;
  if (message->err) failed++;
}

static rd_kafka_t* new_client(rd_kafka_type_t type, rd_kafka_conf_t* conf) {
  char why[512];
  rd_kafka_t* rk = rd_kafka_new(type, conf, why, sizeof(why));
  if (!rk) fail("rd_kafka_new", why);
  return rk;
}

static void produce_one(rd_kafka_topic_t* topic, char* value, int size) {
  if (rd_kafka_produce(topic, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, value, (size_t)size, NULL, 0, NULL) != 0)
    fail("produce", rd_kafka_err2str(rd_kafka_last_error()));
}

static void measure_send(const struct options* o, int at_once) {
  rd_kafka_conf_t* conf = make_conf(o, "producer.");
  rd_kafka_conf_set_dr_msg_cb(conf, on_report);
  rd_kafka_t* rk = new_client(RD_KAFKA_PRODUCER, conf);
  rd_kafka_topic_t* topic = rd_kafka_topic_new(rk, o->topic, NULL);
  const struct payloads values = make_payloads(o->size);
  const long warmup = o->warmup / at_once, sends = o->count / at_once;
  double* took = malloc(sizeof(*took) * (size_t)sends);
  struct stopwatch watch = start_watch();
  long next = 0;
  for (long i = 0; i < warmup + sends; i++) {
    if (i == warmup) watch = start_watch();
    const double begin = now();
    reported = 0;
    for (int j = 0; j < at_once; j++) produce_one(topic, values.values[next++ % values.count], o->size);
    while (reported < at_once) rd_kafka_poll(rk, 1000);
    if (i >= warmup) took[i - warmup] = now() - begin;
  }
  printf("{");
  print_latencies(took, sends);
  print_result(watch, o->count, (double)o->count * o->size, 0, failed);
  rd_kafka_topic_destroy(topic);
  rd_kafka_destroy(rk);
}

struct pace {
  const struct options* options;
  rd_kafka_t* rk;
  rd_kafka_topic_t* topic;
};

static void* pace_messages(void* argument) {
  const struct pace* pace = argument;
  const struct options* o = pace->options;
  const struct payloads values = make_payloads(o->size);
  char* value = malloc((size_t)o->size);
  const double begin = now();
  for (long i = 0; i < o->warmup + o->count;) {
    const long due = (long)((now() - begin) * (double)o->rate);
    for (; i < due && i < o->warmup + o->count; i++) {
      memcpy(value, values.values[i % values.count], (size_t)o->size);
      const double stamp = now();
      memcpy(value + o->size - 16, &stamp, sizeof(stamp));
      produce_one(pace->topic, value, o->size);
    }
    rd_kafka_poll(pace->rk, 0);
    const struct timespec tick = {0, 1000000};
    nanosleep(&tick, NULL);
  }
  rd_kafka_flush(pace->rk, -1);
  return NULL;
}

static void measure_end_to_end(const struct options* o) {
  struct pace pace = {o, NULL, NULL};
  rd_kafka_conf_t* conf = make_conf(o, "producer.");
  rd_kafka_conf_set_dr_msg_cb(conf, on_report);
  pace.rk = new_client(RD_KAFKA_PRODUCER, conf);
  pace.topic = rd_kafka_topic_new(pace.rk, o->topic, NULL);
  conf = make_conf(o, "consumer.");
  rd_kafka_conf_set(conf, "group.id", o->group, NULL, 0);
  rd_kafka_t* consumer = new_client(RD_KAFKA_CONSUMER, conf);
  rd_kafka_poll_set_consumer(consumer);
  rd_kafka_topic_partition_list_t* list = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(list, o->topic, 0)->offset = RD_KAFKA_OFFSET_BEGINNING;
  rd_kafka_assign(consumer, list);
  rd_kafka_topic_partition_list_destroy(list);

  double* took = malloc(sizeof(*took) * (size_t)o->count);
  struct stopwatch watch = start_watch();
  pthread_t thread;
  pthread_create(&thread, NULL, pace_messages, &pace);
  for (long seen = 0; seen < o->warmup + o->count;) {
    rd_kafka_message_t* message = rd_kafka_consumer_poll(consumer, 1000);
    if (!message) continue;
    if (message->err) {
      if (message->err != RD_KAFKA_RESP_ERR__PARTITION_EOF) failed++;
    } else {
      double stamp;
      memcpy(&stamp, (const char*)message->payload + message->len - 16, sizeof(stamp));
      if (seen == o->warmup) watch = start_watch();
      if (seen >= o->warmup) took[seen - o->warmup] = now() - stamp;
      seen++;
    }
    rd_kafka_message_destroy(message);
  }
  pthread_join(thread, NULL);
  printf("{");
  print_latencies(took, o->count);
  print_result(watch, o->count, (double)o->count * o->size, 0, failed);
  fflush(stdout);
  rd_kafka_topic_destroy(pace.topic);
  rd_kafka_destroy(pace.rk);
  rd_kafka_consumer_close(consumer);
  rd_kafka_destroy(consumer);
}

int main(int argc, char** argv) {
  struct options o;
  read_options(argc, argv, &o);
  if (strcmp(o.mode, "send") == 0) measure_send(&o, 1);
  else if (strcmp(o.mode, "send-100") == 0) measure_send(&o, 100);
  else if (strcmp(o.mode, "e2e") == 0 && o.rate > 0) measure_end_to_end(&o);
  else fail("-m", "send, send-100, or e2e with -r");
  return failed ? 1 : 0;
}
