// `request`: operations that answer later, on librdkafka's queue if it supports that, otherwise from the helper thread.
#include <algorithm>
#include <chrono>
#include <unordered_map>

#include "core/admin/admin.h"
#include "core/calls/calls.h"
#include "core/calls/metadata.h"
#include "core/values/partition_list.h"
#include "core/values/text.h"

namespace kafka_napi {

namespace {

using Clock = std::chrono::steady_clock;

/** A flush occupies the helper thread for at most this long at a time. */
constexpr int kFlushSliceMs = 100;
constexpr int kProbeSliceMs = 200;
constexpr int kLongestProbeMs = 2000;

/** ms until `deadline`. With `timeout_ms` −1 there is none, and −1 is returned. */
int left_ms(Clock::time_point deadline, int timeout_ms) {
  if (timeout_ms < 0) return -1;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return static_cast<int>(std::max<decltype(left)>(0, left));
}

Clock::time_point deadline_of(int timeout_ms) { return Clock::now() + std::chrono::milliseconds(std::max(0, timeout_ms)); }

void flush_slice(Client& client, uint32_t id, Clock::time_point deadline, int timeout_ms) {
  if (client.is_cancelled(id)) return client.reply(id, Error());
  const int left = left_ms(deadline, timeout_ms);
  const int slice = left < 0 ? kFlushSliceMs : std::min(left, kFlushSliceMs);
  const rd_kafka_resp_err_t result = rd_kafka_flush(client.handle(), slice);
  if (result == RD_KAFKA_RESP_ERR_NO_ERROR || left == 0) return client.reply(id, Error());
  client.helper().post([&client, id, deadline, timeout_ms] { flush_slice(client, id, deadline, timeout_ms); });
}

Error flush(Client& client, uint32_t id, int timeout_ms) {
  const Clock::time_point deadline = deadline_of(timeout_ms);
  client.make_cancellable(id);
  Error error = client.helper().post([&client, id, deadline, timeout_ms] { flush_slice(client, id, deadline, timeout_ms); });
  if (error) client.forget_cancellable(id);
  return error;
}

/**
 * Replies once a broker has answered, however long that takes. An answer after the end of its slice is lost. Therefore
 * each slice is twice as long as the one before: with a fixed length, a more distant broker would never be noticed.
 */
void probe_slice(Client& client, uint32_t id, int slice_ms) {
  const rd_kafka_metadata_t* metadata = nullptr;
  if (rd_kafka_metadata(client.handle(), 0, nullptr, &metadata, slice_ms) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    rd_kafka_metadata_destroy(metadata);
    return client.reply(id, Error());
  }
  const int next_ms = std::min(slice_ms * 2, kLongestProbeMs);
  client.helper().post([&client, id, next_ms] { probe_slice(client, id, next_ms); });
}

/** Runs on a helper thread. The wait for the thread counts as part of the timeout. */
template <typename Function>
Error run_on(HelperThread& helper, Client& client, uint32_t id, int timeout_ms, Function function) {
  const Clock::time_point deadline = deadline_of(timeout_ms);
  return helper.post([&client, id, deadline, timeout_ms, function = std::move(function)] {
    Value value;
    Error error = function(left_ms(deadline, timeout_ms), value);
    client.reply(id, std::move(error), std::move(value));
  });
}

template <typename Function>
Error on_helper(Client& client, uint32_t id, int timeout_ms, Function function) {
  return run_on(client.helper(), client, id, timeout_ms, std::move(function));
}

/**
 * One request for any number of partitions. An admin request would use the connection that fetches, and wait there
 * until the broker has answered a fetch. The group's own connection to its coordinator is free.
 */
Error committed(Client& client, uint32_t id, const Value& arguments, int timeout_ms) {
  std::shared_ptr<rd_kafka_topic_partition_list_t> list(partitions_from(arguments["partitions"]).release(),
                                                        rd_kafka_topic_partition_list_destroy);
  return run_on(client.group_helper(), client, id, timeout_ms, [&client, list](int left, Value& value) {
    const Error error(rd_kafka_committed(client.handle(), list.get(), left));
    value = partitions_to_value(list.get());
    return error;
  });
}

Error commit(Client& client, uint32_t id, const Value& arguments) {
  PartitionListHandle partitions;
  if (!arguments["partitions"].is_null()) partitions = partitions_from(arguments["partitions"]);
  return Error(rd_kafka_commit_queue(client.handle(), partitions.get(), client.main_queue(), nullptr,
                                     reinterpret_cast<void*>(static_cast<uintptr_t>(id))));
}

/** `group`: the bytes that a consumer gave, or the id of a group without a member. */
Error group_metadata_from(const Value& group, rd_kafka_consumer_group_metadata_t** metadata) {
  if (const Bytes* bytes = group.as_bytes())
    return Error::take(rd_kafka_consumer_group_metadata_read(metadata, bytes->data.data(), bytes->data.size()));
  *metadata = rd_kafka_consumer_group_metadata_new(group.string().c_str());
  return Error();
}

Error send_offsets(Client& client, uint32_t id, const Value& arguments, int timeout_ms) {
  rd_kafka_consumer_group_metadata_t* parsed = nullptr;
  Error error = group_metadata_from(arguments["groupMetadata"], &parsed);
  if (error) return error;
  std::shared_ptr<rd_kafka_consumer_group_metadata_t> metadata(parsed, rd_kafka_consumer_group_metadata_destroy);
  std::shared_ptr<rd_kafka_topic_partition_list_t> list(partitions_from(arguments["partitions"]).release(),
                                                        rd_kafka_topic_partition_list_destroy);
  return on_helper(client, id, timeout_ms, [&client, list, metadata](int left, Value&) {
    return Error::take(rd_kafka_send_offsets_to_transaction(client.handle(), list.get(), metadata.get(), left));
  });
}

Error probe(Client& client, uint32_t id, const Value&, int) {
  return client.helper().post([&client, id] { probe_slice(client, id, kProbeSliceMs); });
}

Error metadata(Client& client, uint32_t id, const Value& arguments, int timeout_ms) {
  return on_helper(client, id, timeout_ms, [&client, topics = arguments["topics"]](int left, Value& value) {
    return read_metadata(client, topics, left, value);
  });
}

template <rd_kafka_error_t* (*function)(rd_kafka_t*, int)>
Error transaction_call(Client& client, uint32_t id, const Value&, int timeout_ms) {
  return on_helper(client, id, timeout_ms, [&client](int left, Value&) { return Error::take(function(client.handle(), left)); });
}

using Request = Error (*)(Client& client, uint32_t id, const Value& arguments, int timeout_ms);

const std::unordered_map<std::string, Request>& requests() {
  static const auto* const table = new std::unordered_map<std::string, Request>{
      {"probe", probe},
      {"flush", [](Client& client, uint32_t id, const Value&, int timeout_ms) { return flush(client, id, timeout_ms); }},
      {"metadata", metadata},
      {"commit", [](Client& client, uint32_t id, const Value& arguments, int) { return commit(client, id, arguments); }},
      {"committed", committed},
      {"sendOffsets", send_offsets},
      {"initTransactions", transaction_call<rd_kafka_init_transactions>},
      {"commitTransaction", transaction_call<rd_kafka_commit_transaction>},
      {"abortTransaction", transaction_call<rd_kafka_abort_transaction>},
  };
  return *table;
}

}  // namespace

Error request(Client& client, uint32_t id, const std::string& operation, const Value& arguments) {
  if (Error error = check_texts(arguments)) return error;
  const auto found = requests().find(operation);
  if (found != requests().end()) return found->second(client, id, arguments, arguments["timeoutMs"].integer(-1));
  return admin_start(client.handle(), client.main_queue(), operation, arguments,
                     reinterpret_cast<void*>(static_cast<uintptr_t>(id)));
}

List request_names() {
  List names = admin_names();
  for (const auto& [name, function] : requests()) names.push_back(Value(name));
  return names;
}

}  // namespace kafka_napi
