#include "core/calls/calls.h"

#include <unordered_map>

#include "core/calls/consumer_calls.h"
#include "core/calls/producer_calls.h"
#include "core/values/text.h"

namespace kafka_napi {

namespace {

Value conf_dump(Client& client) { return dump_conf(client.handle()); }

Error fatal_error(Client& client, const Value&, Value& result) {
  char text[512] = "";
  const rd_kafka_resp_err_t code = rd_kafka_fatal_error(client.handle(), text, sizeof(text));
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return Error();
  Error fatal(code, text);
  fatal.fatal = true;
  result = fatal.to_value();
  return Error();
}

Error cluster_id(Client& client, const Value&, Value& result) {
  if (char* id = rd_kafka_clusterid(client.handle(), 0)) {
    result = Value(id);
    rd_kafka_mem_free(client.handle(), id);
  }
  return Error();
}

Error set_token(Client& client, const Value& arguments, Value&) {
  std::vector<const char*> extensions;
  for (const Value& item : arguments["extensions"].list()) extensions.push_back(item.string().c_str());
  char reason[512] = "";
  const rd_kafka_resp_err_t code = rd_kafka_oauthbearer_set_token(
      client.handle(), arguments["token"].string().c_str(), arguments["lifetimeMs"].integer64(),
      arguments["principal"].string().c_str(), extensions.data(), extensions.size(), reason, sizeof(reason));
  return code ? Error(code, reason) : Error();
}

Error set_token_failure(Client& client, const Value& arguments, Value&) {
  return Error(rd_kafka_oauthbearer_set_token_failure(client.handle(), arguments["message"].string().c_str()));
}

const OperationTable& common_calls() {
  static const OperationTable* const table = new OperationTable{
      {"confDump",
       [](Client& client, const Value&, Value& result) {
         result = conf_dump(client);
         return Error();
       }},
      {"fatalError", fatal_error},
      {"name",
       [](Client& client, const Value&, Value& result) {
         result = Value(rd_kafka_name(client.handle()));
         return Error();
       }},
      {"clusterId", cluster_id},
      {"controllerId",
       [](Client& client, const Value&, Value& result) {
         result = Value(rd_kafka_controllerid(client.handle(), 0));
         return Error();
       }},
      {"setToken", set_token},
      {"setTokenFailure", set_token_failure},
  };
  return *table;
}

/** A token is not a Kafka string: it is sent as bytes with a longer length field. */
size_t longest_text(const std::string& operation) { return operation == "setToken" ? SIZE_MAX : kLongestText; }

List names_of(const OperationTable& own) {
  List names;
  for (const OperationTable* table : {&common_calls(), &own}) {
    for (const auto& [name, operation] : *table) names.push_back(Value(name));
  }
  return names;
}

}  // namespace

Value operation_names() {
  return Map{{"producerCalls", names_of(producer_calls())},
             {"consumerCalls", names_of(consumer_calls())},
             {"requests", request_names()}};
}

Error call(Client& client, const std::string& operation, const Value& arguments, Value& result) {
  if (Error error = check_texts(arguments, longest_text(operation))) return error;
  const OperationTable& own = client.role() == Role::kProducer ? producer_calls() : consumer_calls();
  for (const OperationTable* table : {&common_calls(), &own}) {
    auto found = table->find(operation);
    if (found != table->end()) return found->second(client, arguments, result);
  }
  return Error(RD_KAFKA_RESP_ERR__NOT_IMPLEMENTED, "no such operation: " + operation);
}

}  // namespace kafka_napi
