/* The limit for producers: librdkafka called directly. -m callback (a report for each message, the default), none (no
 * reports), headers (a key, two headers and a report for each message). */
#include "bench.h"

/* Reports are served after this many messages: more often costs calls, less often costs memory. */
#define POLL_EVERY 500

static long reported, failed;

static void on_report(rd_kafka_t* rk, const rd_kafka_message_t* message, void* opaque) {
  (void)rk, (void)opaque;
  reported++;
  if (message->err) failed++;
}

struct producer {
  rd_kafka_t* rk;
  rd_kafka_topic_t* topic;
};

static int with_headers;
static const char trace[16] = "0123456789abcdef";

static int enqueue(struct producer* p, const struct payloads* values, long i) {
  char* value = values->values[i % values->count];
  if (!with_headers) {
    if (rd_kafka_produce(p->topic, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, value, (size_t)values->size, NULL, 0, NULL) == 0)
      return 1;
    if (rd_kafka_last_error() != RD_KAFKA_RESP_ERR__QUEUE_FULL) fail("produce", rd_kafka_err2str(rd_kafka_last_error()));
    return 0;
  }
  /* The key is the value's own id: "0000" and so on. */
  rd_kafka_vu_t arguments[] = {
      {.vtype = RD_KAFKA_VTYPE_RKT, .u.rkt = p->topic},
      {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
      {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {value, (size_t)values->size}},
      {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {value + 7, 4}},
      {.vtype = RD_KAFKA_VTYPE_HEADER, .u.header = {"trace-id", trace, sizeof(trace)}},
      {.vtype = RD_KAFKA_VTYPE_HEADER, .u.header = {"type", "order", 5}},
  };
  rd_kafka_error_t* error = rd_kafka_produceva(p->rk, arguments, sizeof(arguments) / sizeof(*arguments));
  if (!error) return 1;
  if (rd_kafka_error_code(error) != RD_KAFKA_RESP_ERR__QUEUE_FULL) fail("produceva", rd_kafka_error_string(error));
  rd_kafka_error_destroy(error);
  return 0;
}

static void produce(struct producer* producers, const struct options* o, const struct payloads* values, long from, long to) {
  const int reports = strcmp(o->mode, "none") != 0;
  long until_poll = POLL_EVERY;
  for (long i = from; i < to; i++) {
    struct producer* p = &producers[i % o->clients];
    while (!enqueue(p, values, i)) rd_kafka_poll(p->rk, 10);
    if (--until_poll == 0) {
      until_poll = POLL_EVERY;
      for (int c = 0; c < o->clients; c++) rd_kafka_poll(producers[c].rk, 0);
    }
    if (o->in_flight && reports) {
      while (i + 1 - reported >= o->in_flight) {
        for (int c = 0; c < o->clients; c++) rd_kafka_poll(producers[c].rk, o->clients == 1 ? 100 : 1);
      }
    }
  }
  for (int c = 0; c < o->clients; c++) rd_kafka_flush(producers[c].rk, -1);
}

int main(int argc, char** argv) {
  struct options o;
  read_options(argc, argv, &o);
  with_headers = strcmp(o.mode, "headers") == 0;
  const struct payloads values = make_payloads(o.size);
  struct producer producers[MAX_CLIENTS];
  for (int c = 0; c < o.clients; c++) {
    char why[512];
    rd_kafka_conf_t* conf = make_conf(&o, NULL);
    if (strcmp(o.mode, "none") != 0) rd_kafka_conf_set_dr_msg_cb(conf, on_report);
    producers[c].rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why, sizeof(why));
    if (!producers[c].rk) fail("rd_kafka_new", why);
    producers[c].topic = rd_kafka_topic_new(producers[c].rk, o.topic, NULL);
  }
  produce(producers, &o, &values, 0, o.warmup);
  const struct stopwatch watch = start_watch();
  produce(producers, &o, &values, o.warmup, o.warmup + o.count);
  if (strcmp(o.mode, "none") != 0 && reported != o.warmup + o.count) fail("produce", "a report is missing");
  printf("{");
  print_result(watch, o.count, (double)o.count * o.size, 0, failed);
  for (int c = 0; c < o.clients; c++) {
    rd_kafka_topic_destroy(producers[c].topic);
    rd_kafka_destroy(producers[c].rk);
  }
  return failed ? 1 : 0;
}
