#pragma once
// rd_kafka_t with its two queues, the rules for threads, and the only order of shutting down.
//
// Threads. The owner (a JS thread) makes every call below except where noted. librdkafka's threads only signal the
// waker. The helper thread runs blocking calls and returns results through `reply`. `destroy` runs on a thread of its
// own.
//
// Queues. The main queue is pumped whether or not the user polls. The consumer queue is drained only when the user
// asks. Neither is ever forwarded into the other: with a forwarded queue the batch call would answer rebalances itself.
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/boundary.h"
#include "core/client/config.h"
#include "core/client/helper_thread.h"
#include "core/client/waker.h"
#include "core/records/java_partitioner.h"
#include "core/values/error.h"
#include "core/values/handle.h"

namespace kafka_napi {

enum class Role { kProducer, kConsumer };

struct ClientOptions {
  Role role = Role::kProducer;
  std::vector<std::pair<std::string, std::string>> conf;
  std::vector<Certificate> certificates;
  JavaPartitionerOptions partitioner;
};

/** A record that librdkafka refused on submission. The next pump reports it as a delivery. */
struct RefusedRecord {
  uint32_t id;
  int32_t partition;
  rd_kafka_resp_err_t error;
};

class Client {
 public:
  /** Null and `error` set if librdkafka refuses. `waker` and `status` must stay valid until the client's `detach`. */
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
  /** −1 and `error` set if librdkafka refuses the name. */
  int topic_id(const std::string& name, Error& error);
  /** Creates a topic handle with this client's settings; null if librdkafka refuses the name. Any thread. */
  TopicHandle make_topic(const std::string& name) { return partitioner_.make_topic(handle_, name); }
  rd_kafka_topic_t* topic(int id) const { return topics_[static_cast<size_t>(id)].get(); }
  size_t topic_count() const { return topics_.size(); }
  /**
   * Called after records were passed to librdkafka. Adds the topic to `lacking` if metadata lacks this partition or the
   * topic.
   */
  void check_known(int topic, int32_t partition);
  /** Topics added by `check_known`, possibly more than once. */
  std::vector<int>& lacking() { return lacking_; }

  std::vector<RefusedRecord>& refused() { return refused_; }
  /** A partly read DR event stays here until it is empty. */
  EventHandle& delivery_event() { return delivery_event_; }

  // ---- rebalance (owner thread, inside a drain)
  bool rebalance_pending() const { return status_[kStatusRebalance] != 0; }
  /** The application answered with assign, incremental assign or unassign. */
  void rebalance_answered() { status_[kStatusRebalance] = 0; }

  // ---- helper thread
  HelperThread& helper() { return helper_; }
  /** A separate thread for committed offsets of a group: a coordinator that does not answer blocks nothing else. */
  HelperThread& group_helper() { return group_helper_; }
  /** From any thread: a 'reply' event for request `id`. */
  void reply(uint32_t id, Error error, Value value = Value());
  /** Called before request `id` is posted to the helper. It can be cancelled from now until its reply. */
  void make_cancellable(uint32_t id);
  /** Has no effect if the reply already exists. */
  void cancel(uint32_t id);
  bool is_cancelled(uint32_t id);
  /** There will be no reply. */
  void forget_cancellable(uint32_t id);

  /**
   * Stops all signalling. When it returns, no thread accesses the waker or the status words any more. Owner thread
   * only. The queues' callbacks run under the queue's lock, so disabling a callback waits until it has ended.
   */
  void detach();

  /**
   * Blocks until librdkafka has released everything. Call it after `detach`, on any thread but librdkafka's and the
   * helper.
   */
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
  /** Declared before the handle, whose topics point to it. */
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
  std::vector<int> lacking_;
  std::vector<RefusedRecord> refused_;
  EventHandle delivery_event_;

  std::mutex mutex_;  // guards the following members, and ensures that no wake is running when `detach` returns
  List replies_;
  /** Cancellable requests without a reply yet → whether they were cancelled. */
  std::unordered_map<uint32_t, bool> cancellable_;

  HelperThread helper_;
  HelperThread group_helper_;
};

}  // namespace kafka_napi
