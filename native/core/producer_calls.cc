#include "producer_calls.h"

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

Error flush_step(Client& client, const Value& arguments, Value&) {
  // Timing out is what it is for: the caller alternates with serving the reports.
  rd_kafka_flush(client.handle(), arguments["timeoutMs"].integer());
  return Error();
}

Error cancel_flush(Client& client, const Value& arguments, Value&) {
  client.cancel(static_cast<uint32_t>(arguments["id"].number()));
  return Error();
}

}  // namespace

const OperationTable& producer_calls() {
  static const OperationTable* const table = new OperationTable{
      {"outqLength", outq_length},   {"purge", purge}, {"beginTransaction", begin_transaction}, {"flushStep", flush_step},
      {"cancelFlush", cancel_flush},
  };
  return *table;
}

}  // namespace kafka_napi
