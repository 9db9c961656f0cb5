#pragma once
// rd_kafka_t with its two queues; who may touch what on which thread; the one order of shutting down.
//
// Threads. The owner (a JS thread) makes every call below except where noted. librdkafka's threads only signal the waker. The
// helper thread runs blocking calls and hands results over through `reply`. `destroy` runs on a thread of its own.
//
// Queues. The main queue is pumped whether or not the user polls. The consumer queue is drained only when the user asks. Neither
// is ever forwarded into the other: with a forwarded queue the batch call would answer rebalances by itself.
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "config.h"
#include "error.h"
#include "handle.h"
#include "helper_thread.h"
#include "java_partitioner.h"
#include "waker.h"

namespace kafka_napi {

enum class Role { kProducer, kConsumer };

/** Indexes into the status words shared with TypeScript: `Status` in src/binding/native.ts. */
enum StatusWord { kStatusEvents = 0, kStatusRebalance = 1, kStatusLarge = 2, kStatusMore = 3, kStatusLength = 4 };

struct ClientOptions {
  Role role = Role::kProducer;
  std::vector<std::pair<std::string, std::string>> conf;
  std::vector<Certificate> certificates;
  JavaPartitionerOptions partitioner;
};

/** A record that librdkafka refused at the hand-over: becomes a delivery of the next pump. */
struct RefusedRecord {
  uint32_t id;
  int32_t partition;
  rd_kafka_resp_err_t error;
};

class Client {
 public:
  /** Null and `error` set if librdkafka refuses. `waker` and `status` must outlive the client's `detach`. */
  static std::unique_ptr<Client> create(const ClientOptions& options, Waker* waker, int32_t* status, Error& error);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  Role role() const { return role_; }
  rd_kafka_t* handle() const { return handle_; }
  rd_kafka_queue_t* main_queue() const { return main_queue_.get(); }
  /** Null for a producer. */
  rd_kafka_queue_t* consumer_queue() const { return consumer_queue_.get(); }
  int32_t* status() const { return status_; }

  // ---- events for TypeScript (owner thread)
  void push_event(Map event);
  List take_events();
  /** Moves replies of the helper thread to the events. */
  void collect_replies();

  // ---- topics of a producer (owner thread)
  /** −1 and `error` set where librdkafka refuses the name. */
  int topic_id(const std::string& name, Error& error);
  /** A topic handle as all of this client's must be made; null where librdkafka refuses the name. Any thread. */
  TopicHandle make_topic(const std::string& name) { return partitioner_.make_topic(handle_, name); }
  rd_kafka_topic_t* topic(int id) const { return topics_[static_cast<size_t>(id)].get(); }
  size_t topic_count() const { return topics_.size(); }

  std::vector<RefusedRecord>& refused() { return refused_; }
  /** A DR event that was read in part is kept here until it is empty. */
  EventHandle& delivery_event() { return delivery_event_; }

  // ---- rebalance (owner thread, inside a drain)
  bool rebalance_pending() const { return status_[kStatusRebalance] != 0; }
  /** The application answered with assign, incremental assign or unassign. */
  void rebalance_answered() { status_[kStatusRebalance] = 0; }

  // ---- helper thread
  HelperThread& helper() { return helper_; }
  /** From any thread: a 'reply' event for request `id`. */
  void reply(uint32_t id, Error error, Value value = Value());
  void cancel(uint32_t id);
  /** True once if `cancel(id)` was called. */
  bool take_cancelled(uint32_t id);

  /**
   * Stops all signalling. When it returns the waker and the status words are not touched any more by any thread; owner thread
   * only. The queues' callbacks run under the queue's lock, so that disabling one waits for it.
   */
  void detach();

  /** Blocks until librdkafka has let go of everything. After `detach`, any thread but librdkafka's and the helper. */
  void destroy();

 private:
  Client(const ClientOptions& options, Waker* waker, int32_t* status)
      : role_(options.role), partitioner_(options.partitioner), waker_(waker), status_(status) {}
  void wake(int bits);
  void discard_messages();
  static void on_main_event(rd_kafka_t* handle, void* opaque);
  static void on_consumer_event(rd_kafka_t* handle, void* opaque);
  static void on_rebalance(rd_kafka_t* handle, rd_kafka_resp_err_t error, rd_kafka_topic_partition_list_t* partitions,
                           void* opaque);
  static void on_throttle(rd_kafka_t* handle, const char* broker, int32_t broker_id, int throttle_ms, void* opaque);

  const Role role_;
  /** Before the handle, whose topics point into it. */
  JavaPartitioner partitioner_;
  rd_kafka_t* handle_ = nullptr;
  QueueHandle main_queue_;
  QueueHandle consumer_queue_;
  std::atomic<Waker*> waker_;
  int32_t* status_;
  int32_t detached_status_[kStatusLength] = {};

  List events_;
  std::vector<TopicHandle> topics_;
  std::unordered_map<std::string, int> topic_ids_;
  std::vector<RefusedRecord> refused_;
  EventHandle delivery_event_;

  std::mutex mutex_;  // guards what follows, and that no wake is under way when `detach` returns
  List replies_;
  std::unordered_set<uint32_t> cancelled_;

  HelperThread helper_;
};

}  // namespace kafka_napi
