#include "core/client/client.h"

#include "core/client/thread.h"
#include "core/records/raw_partition.h"
#include "core/values/partition_list.h"
#include "core/values/text.h"

namespace kafka_napi {

namespace {
/**
 * librdkafka's main thread, that of the group's coordinator, and those of two brokers. librdkafka asserts that it gets
 * the second one, so a thread limit would end the process there.
 */
constexpr size_t kThreadsOfANewClient = 4;
}  // namespace

std::unique_ptr<Client> Client::create(const ClientOptions& options, Waker* waker, int32_t* status, Error& error) {
  ConfHandle conf = make_conf(options.conf, options.certificates, error);
  if (!conf) return nullptr;
  std::unique_ptr<Client> client(new Client(options, waker, status));

  char reason[512] = "";
  rd_kafka_conf_set(conf.get(), "log.queue", "true", reason, sizeof(reason));
  // Without REBALANCE and OFFSET_COMMIT: with an event instead of a callback, the batch call would answer rebalances
  // itself.
  rd_kafka_conf_set_events(conf.get(), RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG | RD_KAFKA_EVENT_STATS |
                                           RD_KAFKA_EVENT_OAUTHBEARER_TOKEN_REFRESH);
  rd_kafka_conf_set_opaque(conf.get(), client.get());
  rd_kafka_conf_set_throttle_cb(conf.get(), on_throttle);
  if (options.role == Role::kConsumer) rd_kafka_conf_set_rebalance_cb(conf.get(), on_rebalance);

  error = try_threads(kThreadsOfANewClient);
  if (error) return nullptr;
  const rd_kafka_type_t type = options.role == Role::kProducer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER;
  client->handle_ = rd_kafka_new(type, conf.get(), reason, sizeof(reason));
  if (client->handle_ == nullptr) {
    error = Error(rd_kafka_last_error(), reason);
    if (!error) error.code = RD_KAFKA_RESP_ERR__INVALID_ARG;
    return nullptr;
  }
  conf.release();  // owned by librdkafka since rd_kafka_new succeeded

  client->main_queue_.reset(rd_kafka_queue_get_main(client->handle_));
  rd_kafka_set_log_queue(client->handle_, client->main_queue_.get());
  rd_kafka_queue_cb_event_enable(client->main_queue_.get(), on_main_event, client.get());
  if (options.role == Role::kConsumer) {
    client->consumer_queue_.reset(rd_kafka_queue_get_consumer(client->handle_));
    rd_kafka_queue_cb_event_enable(client->consumer_queue_.get(), on_consumer_event, client.get());
  }
  // The wake-up is an edge: events queued before it was enabled caused none.
  client->wake(kWakeMain | kWakeConsumer);
  return client;
}

Client::~Client() {
  if (handle_ == nullptr) return;
  detach();
  destroy();
}

void Client::wake(int bits) {
  if (Waker* waker = waker_.load(std::memory_order_acquire)) waker->wake(bits);
}

void Client::on_main_event(rd_kafka_t*, void* opaque) { static_cast<Client*>(opaque)->wake(kWakeMain); }

void Client::on_consumer_event(rd_kafka_t*, void* opaque) { static_cast<Client*>(opaque)->wake(kWakeConsumer); }

void Client::on_rebalance(rd_kafka_t* handle, rd_kafka_resp_err_t error, rd_kafka_topic_partition_list_t* partitions,
                          void* opaque) {
  Client* client = static_cast<Client*>(opaque);
  if (client->waker_.load(std::memory_order_acquire) == nullptr) {
    // Detached: the application will not answer, but librdkafka waits for an answer.
    rd_kafka_assign(handle, nullptr);
    return;
  }
  client->status_[kStatusRebalance] = 1;
  const char* protocol = rd_kafka_rebalance_protocol(handle);
  client->push_event({{"type", "rebalance"},
                      {"errno", static_cast<int>(error)},
                      {"message", rd_kafka_err2str(error)},
                      {"protocol", protocol ? protocol : "NONE"},
                      {"lost", rd_kafka_assignment_lost(handle) != 0},
                      {"partitions", partitions_to_value(partitions)}});
}

void Client::on_throttle(rd_kafka_t*, const char* broker, int32_t broker_id, int throttle_ms, void* opaque) {
  static_cast<Client*>(opaque)->push_event(
      {{"type", "throttle"}, {"broker", broker}, {"brokerId", static_cast<int>(broker_id)}, {"throttleMs", throttle_ms}});
}

void Client::push_event(Map event) {
  events_.emplace_back(std::move(event));
  status_[kStatusEvents] = static_cast<int32_t>(events_.size());
}

List Client::take_events() {
  List events = std::move(events_);
  events_.clear();
  status_[kStatusEvents] = 0;
  return events;
}

void Client::collect_replies() {
  List replies;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (replies_.empty()) return;
    replies.swap(replies_);
  }
  for (Value& reply : replies) events_.push_back(std::move(reply));
  status_[kStatusEvents] = static_cast<int32_t>(events_.size());
}

int Client::topic_id(const std::string& name, Error& error) {
  auto known = topic_ids_.find(name);
  if (known != topic_ids_.end()) return known->second;
  error = check_c_string(name, "topic");
  if (error) return -1;
  TopicHandle topic = make_topic(name);
  if (!topic) {
    error = Error(rd_kafka_last_error(), "topic \"" + name + "\": " + rd_kafka_err2str(rd_kafka_last_error()));
    return -1;
  }
  const int id = static_cast<int>(topics_.size());
  topics_.push_back(std::move(topic));
  topic_ids_.emplace(name, id);
  return id;
}

void Client::check_known(int topic, int32_t partition) {
  const int32_t known = kafka_napi_partition_count(this->topic(topic));
  if (known == 0 || partition >= known) lacking_.push_back(topic);
}

void Client::reply(uint32_t id, Error error, Value value) {
  Map event{{"type", "reply"}, {"id", static_cast<double>(id)}};
  if (error) event.emplace_back("error", error.to_value());
  event.emplace_back("value", std::move(value));
  std::lock_guard<std::mutex> lock(mutex_);
  cancellable_.erase(id);
  replies_.emplace_back(std::move(event));
  wake(kWakeMain);
}

void Client::make_cancellable(uint32_t id) {
  std::lock_guard<std::mutex> lock(mutex_);
  cancellable_.emplace(id, false);
}

void Client::cancel(uint32_t id) {
  std::lock_guard<std::mutex> lock(mutex_);
  // The last report of a flush is pumped, and the same pump then cancels the flush: its reply may already exist.
  auto found = cancellable_.find(id);
  if (found != cancellable_.end()) found->second = true;
}

void Client::forget_cancellable(uint32_t id) {
  std::lock_guard<std::mutex> lock(mutex_);
  cancellable_.erase(id);
}

bool Client::is_cancelled(uint32_t id) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = cancellable_.find(id);
  return found != cancellable_.end() && found->second;
}

void Client::detach() {
  rd_kafka_queue_cb_event_enable(main_queue_.get(), nullptr, nullptr);
  if (consumer_queue_) rd_kafka_queue_cb_event_enable(consumer_queue_.get(), nullptr, nullptr);
  std::lock_guard<std::mutex> lock(mutex_);
  waker_.store(nullptr, std::memory_order_release);
  status_ = detached_status_;
}

/**
 * Undrained messages and partition ends refer to their partition, which refers to its broker. rd_kafka_destroy waits
 * for that broker's thread, so without this it would wait forever.
 */
void Client::discard_messages() {
  if (!consumer_queue_) return;
  rd_kafka_message_t* chunk[128];
  ssize_t taken;
  while ((taken = rd_kafka_consume_batch_queue(consumer_queue_.get(), 0, chunk, 128)) > 0) {
    for (ssize_t i = 0; i < taken; i++) rd_kafka_message_destroy(chunk[i]);
  }
}

void Client::destroy() {
  helper_.stop();
  group_helper_.stop();
  if (role_ == Role::kProducer) rd_kafka_purge(handle_, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  delivery_event_.reset();
  topics_.clear();
  // A referenced queue keeps its events, and these keep messages of the handle: serve and drop them.
  while (rd_kafka_event_t* event = rd_kafka_queue_poll(main_queue_.get(), 0)) rd_kafka_event_destroy(event);
  discard_messages();
  consumer_queue_.reset();
  main_queue_.reset();
  // Destroying an unclosed consumer would wait forever for an answer to the revoke.
  rd_kafka_destroy_flags(handle_, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
  handle_ = nullptr;
}

}  // namespace kafka_napi
