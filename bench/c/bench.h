/* Shared by the C benchmarks: flags, payloads, clocks. A header, so that each program is one file.
 *
 *   -b servers  -t topic  -n measured messages  -w warm-up messages before them  -s bytes per value
 *   -m mode  -f most messages in flight  -c clients  -p partitions  -r messages per second  -g group  -X property=value
 */
#ifndef KAFKA_NAPI_BENCH_H
#define KAFKA_NAPI_BENCH_H

#define _GNU_SOURCE
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "rdkafka.h"

#define MAX_PROPERTIES 128
#define MAX_CLIENTS 1000

struct options {
  const char *servers, *topic, *mode, *group;
  long count, warmup, in_flight, rate;
  int size, clients, partitions;
  const char* properties[MAX_PROPERTIES];
  int property_count;
};

static inline void fail(const char* what, const char* why) {
  fprintf(stderr, "%s: %s\n", what, why);
  exit(1);
}

static inline void read_options(int argc, char** argv, struct options* o) {
  memset(o, 0, sizeof(*o));
  o->size = 100;
  o->clients = o->partitions = 1;
  o->mode = "";
  o->group = "bench";
  int flag;
  while ((flag = getopt(argc, argv, "b:t:n:w:s:m:f:c:p:r:g:X:")) != -1) {
    switch (flag) {
      case 'b':
        o->servers = optarg;
        break;
      case 't':
        o->topic = optarg;
        break;
      case 'n':
        o->count = atol(optarg);
        break;
      case 'w':
        o->warmup = atol(optarg);
        break;
      case 's':
        o->size = atoi(optarg);
        break;
      case 'm':
        o->mode = optarg;
        break;
      case 'f':
        o->in_flight = atol(optarg);
        break;
      case 'c':
        o->clients = atoi(optarg);
        break;
      case 'p':
        o->partitions = atoi(optarg);
        break;
      case 'r':
        o->rate = atol(optarg);
        break;
      case 'g':
        o->group = optarg;
        break;
      case 'X':
        if (o->property_count == MAX_PROPERTIES) fail("-X", "too many properties");
        o->properties[o->property_count++] = optarg;
        break;
      default:
        exit(2);
    }
  }
  if (!o->servers || !o->topic || o->count <= 0) fail(argv[0], "needs -b servers -t topic -n count");
  if (o->clients < 1 || o->clients > MAX_CLIENTS) fail("-c", "out of range");
}

/* `prefix`: properties of one role where a program has both ("producer.linger.ms=5"); NULL: all of them. */
static inline rd_kafka_conf_t* make_conf(const struct options* o, const char* prefix) {
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  char why[512], name[256];
  size_t skip = prefix ? strlen(prefix) : 0;
  for (int i = 0; i < o->property_count; i++) {
    const char* pair = o->properties[i];
    if (prefix && strncmp(pair, prefix, skip) != 0) continue;
    const char* value = strchr(pair, '=');
    if (!value || value - pair - (long)skip >= (long)sizeof(name)) fail("-X", pair);
    snprintf(name, sizeof(name), "%.*s", (int)(value - pair - (long)skip), pair + skip);
    if (rd_kafka_conf_set(conf, name, value + 1, why, sizeof(why)) != RD_KAFKA_CONF_OK) fail("-X", why);
  }
  if (rd_kafka_conf_set(conf, "bootstrap.servers", o->servers, why, sizeof(why)) != RD_KAFKA_CONF_OK) fail("-b", why);
  return conf;
}

static inline double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline double cpu_seconds(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static inline long peak_rss_kb(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return u.ru_maxrss;
}

/* Values every driver makes alike (bench/lib/payload.mjs has the same in JavaScript): JSON, so that any consumer trial
 * can read any topic, of words from a small table, so that compression has something to do. */
struct payloads {
  char** values;
  int count;
  int size;
};

static inline int payload_count(int size) {
  int count = (16 << 20) / size;
  return count > 1024 ? 1024 : count < 1 ? 1 : count;
}

static inline void fill_payload(char* at, int size, int index) {
  char head[32];
  snprintf(head, sizeof(head), "{\"id\":\"%04d\",\"t\":\"", index);
  const int start = (int)strlen(head);
  memcpy(at, head, (size_t)start);
  uint32_t x = (uint32_t)index + 1;
  uint32_t word = 0;
  for (int k = 0; k < size - start - 2; k++) {
    const uint32_t c = (uint32_t)k % 4;
    if (c == 0) {
      x = (x * 1103515245u + 12345u) & 0x7fffffffu;
      word = (x >> 16) & 63u;
    }
    at[start + k] = (char)('a' + (word * 7 + c * 5 + word * c) % 26);
  }
  at[size - 2] = '"';
  at[size - 1] = '}';
}

static inline struct payloads make_payloads(int size) {
  if (size < 32) fail("-s", "32 bytes at least");
  struct payloads p = {NULL, payload_count(size), size};
  p.values = malloc(sizeof(*p.values) * (size_t)p.count);
  for (int i = 0; i < p.count; i++) {
    p.values[i] = malloc((size_t)size);
    fill_payload(p.values[i], size, i);
  }
  return p;
}

/* What a consumer adds up for each value it was given: it reads the front and the back. */
static inline uint64_t touch(const void* value, size_t length) {
  const unsigned char* v = value;
  return (uint64_t)v[9] + ((uint64_t)v[10] << 8) + ((uint64_t)v[length - 3] << 16);
}

struct stopwatch {
  double wall, cpu;
};

static inline struct stopwatch start_watch(void) {
  struct stopwatch w = {now(), cpu_seconds()};
  return w;
}

static inline int by_value(const void* a, const void* b) {
  const double x = *(const double*)a, y = *(const double*)b;
  return x < y ? -1 : x > y;
}

static inline void print_latencies(double* seconds, long count) {
  qsort(seconds, (size_t)count, sizeof(*seconds), by_value);
  const double shares[] = {0.5, 0.9, 0.99, 0.999};
  const char* names[] = {"p50", "p90", "p99", "p999"};
  for (int i = 0; i < 4; i++) {
    long at = (long)(shares[i] * (double)count);
    printf("\"%s\":%.1f,", names[i], seconds[at < count ? at : count - 1] * 1e6);
  }
}

/* The rest of the one line that a driver prints. */
static inline void print_result(struct stopwatch w, long messages, double bytes, uint64_t checksum, long errors) {
  printf(
      "\"messages\":%ld,\"bytes\":%.0f,\"seconds\":%.6f,\"cpu\":%.6f,\"rssKb\":%ld,\"checksum\":%llu,\"errors\":%ld,\"version\":"
      "\"%s\"}\n",
      messages, bytes, now() - w.wall, cpu_seconds() - w.cpu, peak_rss_kb(), (unsigned long long)checksum, errors,
      rd_kafka_version_str());
}

#endif
