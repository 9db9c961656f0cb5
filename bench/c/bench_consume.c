/* The limit for consumers: rd_kafka_consume_batch_queue, each value read. -m assign: no group; the partitions are
 * distributed among the clients. -m headers: also reads every header of each message. */
#include "bench.h"

#define BATCH 500

static int read_headers;
static uint64_t checksum, header_bytes;

static void take(rd_kafka_message_t* message) {
  checksum += touch(message->payload, message->len);
  if (!read_headers) return;
  rd_kafka_headers_t* headers;
  const char* name;
  const void* value;
  size_t size;
  if (rd_kafka_message_headers(message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  for (size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; i++)
    header_bytes += strlen(name) + size + ((const unsigned char*)value)[0];
}

int main(int argc, char** argv) {
  struct options o;
  read_options(argc, argv, &o);
  const int assign = strcmp(o.mode, "assign") == 0;
  read_headers = strcmp(o.mode, "headers") == 0;
  rd_kafka_t* consumers[MAX_CLIENTS];
  rd_kafka_queue_t* queues[MAX_CLIENTS];
  for (int c = 0; c < o.clients; c++) {
    char why[512];
    rd_kafka_conf_t* conf = make_conf(&o, NULL);
    rd_kafka_conf_set(conf, "group.id", o.group, NULL, 0);
    consumers[c] = rd_kafka_new(RD_KAFKA_CONSUMER, conf, why, sizeof(why));
    if (!consumers[c]) fail("rd_kafka_new", why);
    rd_kafka_poll_set_consumer(consumers[c]);
    queues[c] = rd_kafka_queue_get_consumer(consumers[c]);
    rd_kafka_topic_partition_list_t* list = rd_kafka_topic_partition_list_new(o.partitions);
    if (assign) {
      for (int p = c; p < o.partitions; p += o.clients)
        rd_kafka_topic_partition_list_add(list, o.topic, p)->offset = RD_KAFKA_OFFSET_BEGINNING;
      rd_kafka_assign(consumers[c], list);
    } else {
      rd_kafka_topic_partition_list_add(list, o.topic, RD_KAFKA_PARTITION_UA);
      rd_kafka_subscribe(consumers[c], list);
    }
    rd_kafka_topic_partition_list_destroy(list);
  }
  rd_kafka_message_t* messages[BATCH];
  /* As many as our client takes at once: 4 MiB of large ones. */
  const long most = (4 << 20) / o.size < 1 ? 1 : (4 << 20) / o.size < BATCH ? (4 << 20) / o.size : BATCH;
  struct stopwatch watch = start_watch();
  const long end = o.warmup + o.count;
  long seen = 0, start = -1, errors = 0;
  double bytes = 0;
  while (seen < end) {
    int idle = 1;
    for (int c = 0; c < o.clients && seen < end; c++) {
      const size_t wanted = (size_t)(end - seen < most ? end - seen : most);
      /* The call waits until it has all requested messages. */
      const ssize_t got = rd_kafka_consume_batch_queue(queues[c], o.clients == 1 ? 100 : 0, messages, wanted);
      for (ssize_t i = 0; i < got; i++) {
        if (messages[i]->err) {
          errors++;
        } else {
          take(messages[i]);
          if (start >= 0) bytes += (double)messages[i]->len;
          seen++;
        }
        rd_kafka_message_destroy(messages[i]);
      }
      if (got > 0) idle = 0;
      if (start < 0 && seen > 0 && seen >= o.warmup) {
        start = seen;
        watch = start_watch();
      }
    }
    if (idle && o.clients > 1) {
      const struct timespec pause = {0, 500000};
      nanosleep(&pause, NULL);
    }
  }
  printf("{\"headerBytes\":%llu,", (unsigned long long)header_bytes);
  print_result(watch, end - start, bytes, checksum, errors);
  fflush(stdout);
  for (int c = 0; c < o.clients; c++) {
    rd_kafka_queue_destroy(queues[c]);
    rd_kafka_consumer_close(consumers[c]);
    rd_kafka_destroy(consumers[c]);
  }
  return 0;
}
