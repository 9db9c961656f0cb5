#include "core/calls/producer_calls.h"

#include "core/records/raw_partition.h"

namespace kafka_napi {

namespace {

Error outq_length(Client& client, const Value&, Value& result) {
  result = Value(rd_kafka_outq_len(client.handle()));
  return Error();
}

Error purge(Client& client, const Value& arguments, Value&) {
  int flags = RD_KAFKA_PURGE_F_NON_BLOCKING;
  if (arguments["queue"].boolean()) flags |= RD_KAFKA_PURGE_F_QUEUE;
  if (arguments["inFlight"].boolean()) flags |= RD_KAFKA_PURGE_F_INFLIGHT;
  return Error(rd_kafka_purge(client.handle(), flags));
}

Error begin_transaction(Client& client, const Value&, Value&) { return Error::take(rd_kafka_begin_transaction(client.handle())); }

Error transaction_error(Client& client, const Value&, Value& result) {
  char text[512] = "";
  const rd_kafka_resp_err_t code = kafka_napi_transaction_error(client.handle(), text, sizeof(text));
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return Error();
  Error error(code, text);
  error.txn_requires_abort = true;
  result = error.to_value();
  return Error();
}

Error flush_step(Client& client, const Value& arguments, Value&) {
  // A timeout is the normal outcome: the caller alternates between this and serving reports.
  rd_kafka_flush(client.handle(), arguments["timeoutMs"].integer());
  return Error();
}

Error cancel_flush(Client& client, const Value& arguments, Value&) {
  client.cancel(static_cast<uint32_t>(arguments["id"].number()));
  return Error();
}

Error expire_lacking(Client& client, const Value& arguments, Value& result) {
  const int64_t topic = arguments["topic"].integer64(-1);
  if (topic < 0 || static_cast<size_t>(topic) >= client.topic_count())
    return Error(RD_KAFKA_RESP_ERR__INVALID_ARG, "no such topic id");
  rd_kafka_topic_t* handle = client.topic(static_cast<int>(topic));
  const int64_t left = kafka_napi_expire_unassigned(client.handle(), handle, arguments["maxAgeMs"].integer64() * 1000);
  result = Value(left < 0 ? -1.0 : static_cast<double>((left + 999) / 1000));
  return Error();
}

}  // namespace

const OperationTable& producer_calls() {
  static const OperationTable* const table = new OperationTable{
      {"outqLength", outq_length},
      {"purge", purge},
      {"beginTransaction", begin_transaction},
      {"transactionError", transaction_error},
      {"flushStep", flush_step},
      {"cancelFlush", cancel_flush},
      {"expireLacking", expire_lacking},
  };
  return *table;
}

}  // namespace kafka_napi
