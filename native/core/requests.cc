// `request`: operations that answer later, on librdkafka's queue where it has one, else from the helper thread.
#include <algorithm>
#include <chrono>

#include "admin.h"
#include "calls.h"
#include "metadata.h"
#include "partition_list.h"

namespace kafka_napi {

namespace {

using Clock = std::chrono::steady_clock;

/** A flush holds the helper thread for no longer than this at a time. */
constexpr int kFlushSliceMs = 100;
constexpr int kProbeSliceMs = 200;

/** ms until `deadline`; `timeout_ms` −1: none, and −1 comes back. */
int left_ms(Clock::time_point deadline, int timeout_ms) {
  if (timeout_ms < 0) return -1;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return static_cast<int>(std::max<decltype(left)>(0, left));
}

Clock::time_point deadline_of(int timeout_ms) { return Clock::now() + std::chrono::milliseconds(std::max(0, timeout_ms)); }

void flush_slice(Client& client, uint32_t id, Clock::time_point deadline, int timeout_ms) {
  if (client.take_cancelled(id)) return client.reply(id, Error());
  const int left = left_ms(deadline, timeout_ms);
  const int slice = left < 0 ? kFlushSliceMs : std::min(left, kFlushSliceMs);
  const rd_kafka_resp_err_t result = rd_kafka_flush(client.handle(), slice);
  if (result == RD_KAFKA_RESP_ERR_NO_ERROR || left == 0) return client.reply(id, Error());
  client.helper().post([&client, id, deadline, timeout_ms] { flush_slice(client, id, deadline, timeout_ms); });
}

/** Replies once a broker has answered, however long that takes. */
void probe_slice(Client& client, uint32_t id) {
  const rd_kafka_metadata_t* metadata = nullptr;
  if (rd_kafka_metadata(client.handle(), 0, nullptr, &metadata, kProbeSliceMs) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    rd_kafka_metadata_destroy(metadata);
    return client.reply(id, Error());
  }
  client.helper().post([&client, id] { probe_slice(client, id); });
}

/** Runs on the helper thread; time spent waiting for it counts. */
template <typename Function>
void on_helper(Client& client, uint32_t id, int timeout_ms, Function function) {
  const Clock::time_point deadline = deadline_of(timeout_ms);
  client.helper().post([&client, id, deadline, timeout_ms, function = std::move(function)] {
    Value value;
    Error error = function(left_ms(deadline, timeout_ms), value);
    client.reply(id, std::move(error), std::move(value));
  });
}

Error commit(Client& client, uint32_t id, const Value& arguments) {
  PartitionListHandle partitions;
  if (!arguments["partitions"].is_null()) partitions = partitions_from(arguments["partitions"]);
  return Error(rd_kafka_commit_queue(client.handle(), partitions.get(), client.main_queue(), nullptr,
                                     reinterpret_cast<void*>(static_cast<uintptr_t>(id))));
}

/** A blocking call that takes a list of partitions and leaves each one's outcome in it. */
template <typename Function>
void partitions_on_helper(Client& client, uint32_t id, const Value& arguments, int timeout_ms, Function function) {
  std::shared_ptr<rd_kafka_topic_partition_list_t> list(partitions_from(arguments["partitions"]).release(),
                                                        rd_kafka_topic_partition_list_destroy);
  on_helper(client, id, timeout_ms, [&client, list, function](int left, Value& value) {
    const Error error(function(client.handle(), list.get(), left));
    value = partitions_to_value(list.get());
    return error;
  });
}

Error send_offsets(Client& client, uint32_t id, const Value& arguments, int timeout_ms) {
  const Bytes* bytes = arguments["groupMetadata"].as_bytes();
  if (bytes == nullptr) return Error(RD_KAFKA_RESP_ERR__INVALID_ARG, "groupMetadata must be bytes");
  rd_kafka_consumer_group_metadata_t* parsed = nullptr;
  Error error = Error::take(rd_kafka_consumer_group_metadata_read(&parsed, bytes->data.data(), bytes->data.size()));
  if (error) return error;
  std::shared_ptr<rd_kafka_consumer_group_metadata_t> metadata(parsed, rd_kafka_consumer_group_metadata_destroy);
  std::shared_ptr<rd_kafka_topic_partition_list_t> list(partitions_from(arguments["partitions"]).release(),
                                                        rd_kafka_topic_partition_list_destroy);
  on_helper(client, id, timeout_ms, [&client, list, metadata](int left, Value&) {
    return Error::take(rd_kafka_send_offsets_to_transaction(client.handle(), list.get(), metadata.get(), left));
  });
  return Error();
}

void watermarks(Client& client, uint32_t id, const Value& arguments, int timeout_ms) {
  const Value list = arguments["partitions"];
  const Clock::time_point deadline = deadline_of(timeout_ms);
  on_helper(client, id, timeout_ms, [&client, list, deadline, timeout_ms](int, Value& value) {
    List result;
    for (const Value& item : list.list()) {
      int64_t low = RD_KAFKA_OFFSET_INVALID;
      int64_t high = RD_KAFKA_OFFSET_INVALID;
      const rd_kafka_resp_err_t error =
          rd_kafka_query_watermark_offsets(client.handle(), item["topic"].string().c_str(), item["partition"].integer(), &low,
                                           &high, left_ms(deadline, timeout_ms));
      result.push_back(Map{{"topic", item["topic"].string()},
                           {"partition", item["partition"].integer()},
                           {"low", low},
                           {"high", high},
                           {"errno", static_cast<int>(error)}});
    }
    value = std::move(result);
    return Error();
  });
}

}  // namespace

Error request(Client& client, uint32_t id, const std::string& operation, const Value& arguments) {
  const int timeout_ms = arguments["timeoutMs"].integer(-1);
  rd_kafka_t* handle = client.handle();
  if (operation == "commit") return commit(client, id, arguments);
  if (operation != "probe" && admin_handles(operation)) {
    return admin_start(handle, client.main_queue(), operation, arguments, reinterpret_cast<void*>(static_cast<uintptr_t>(id)));
  }
  if (operation == "probe") {
    client.helper().post([&client, id] { probe_slice(client, id); });
  } else if (operation == "flush") {
    const Clock::time_point deadline = deadline_of(timeout_ms);
    client.helper().post([&client, id, deadline, timeout_ms] { flush_slice(client, id, deadline, timeout_ms); });
  } else if (operation == "metadata") {
    on_helper(client, id, timeout_ms, [&client, topics = arguments["topics"]](int left, Value& value) {
      return read_metadata(client, topics, left, value);
    });
  } else if (operation == "initTransactions") {
    on_helper(client, id, timeout_ms,
              [handle](int left, Value&) { return Error::take(rd_kafka_init_transactions(handle, left)); });
  } else if (operation == "commitTransaction") {
    on_helper(client, id, timeout_ms,
              [handle](int left, Value&) { return Error::take(rd_kafka_commit_transaction(handle, left)); });
  } else if (operation == "abortTransaction") {
    on_helper(client, id, timeout_ms,
              [handle](int left, Value&) { return Error::take(rd_kafka_abort_transaction(handle, left)); });
  } else if (operation == "sendOffsets") {
    return send_offsets(client, id, arguments, timeout_ms);
  } else if (operation == "committed") {
    partitions_on_helper(client, id, arguments, timeout_ms, rd_kafka_committed);
  } else if (operation == "offsetsForTimes") {
    partitions_on_helper(client, id, arguments, timeout_ms, rd_kafka_offsets_for_times);
  } else if (operation == "watermarks") {
    watermarks(client, id, arguments, timeout_ms);
  } else {
    return Error(RD_KAFKA_RESP_ERR__NOT_IMPLEMENTED, "no such request: " + operation);
  }
  return Error();
}

}  // namespace kafka_napi
