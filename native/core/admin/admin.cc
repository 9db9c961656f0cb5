#include "core/admin/admin.h"

#include <algorithm>

#include "core/admin/admin_operation.h"

namespace kafka_napi {

namespace {

/** librdkafka's maximum. */
constexpr int kLongestTimeoutMs = 3600 * 1000;

const AdminOperations& operations() {
  static const AdminOperations* const all = [] {
    auto* result = new AdminOperations();
    for (const AdminOperations& group : {topic_operations(), config_operations(), group_operations(), offset_operations(),
                                         acl_operations(), scram_operations(), cluster_operations()}) {
      result->insert(result->end(), group.begin(), group.end());
    }
    return result;
  }();
  return *all;
}

const AdminOperation* find(const std::string& name) {
  for (const AdminOperation& operation : operations()) {
    if (name == operation.name) return &operation;
  }
  return nullptr;
}

/** librdkafka's form of a timeout. Negative means no end: an hour is the longest it accepts. */
int timeout_of(const Value& value) {
  const int timeout_ms = value.integer(-1);
  return timeout_ms < 0 ? kLongestTimeoutMs : std::min(timeout_ms, kLongestTimeoutMs);
}

template <typename T>
std::vector<T> codes_of(const Value& list) {
  std::vector<T> result;
  for (const Value& item : list.list()) result.push_back(static_cast<T>(item.integer()));
  return result;
}

/** Sets the options given in the arguments. librdkafka refuses an option that the operation does not have. */
Error set_options(rd_kafka_AdminOptions_t* options, const Value& arguments) {
  char reason[512] = "";
  const auto checked = [&reason](rd_kafka_resp_err_t code) { return code ? Error(code, reason) : Error(); };
  if (Error error = checked(
          rd_kafka_AdminOptions_set_request_timeout(options, timeout_of(arguments["timeoutMs"]), reason, sizeof(reason)))) {
    return error;
  }
  if (const Value& timeout = arguments["operationTimeoutMs"]; !timeout.is_null()) {
    const Error error =
        checked(rd_kafka_AdminOptions_set_operation_timeout(options, timeout_of(timeout), reason, sizeof(reason)));
    if (error) return error;
  }
  if (arguments["validateOnly"].boolean()) {
    if (Error error = checked(rd_kafka_AdminOptions_set_validate_only(options, 1, reason, sizeof(reason)))) return error;
  }
  if (const Value& broker = arguments["broker"]; !broker.is_null()) {
    const Error error = checked(rd_kafka_AdminOptions_set_broker(options, broker.integer(), reason, sizeof(reason)));
    if (error) return error;
  }
  if (arguments["requireStable"].boolean()) {
    if (Error error = Error::take(rd_kafka_AdminOptions_set_require_stable_offsets(options, 1))) return error;
  }
  if (arguments["includeAuthorizedOperations"].boolean()) {
    if (Error error = Error::take(rd_kafka_AdminOptions_set_include_authorized_operations(options, 1))) return error;
  }
  if (const Value& level = arguments["isolationLevel"]; !level.is_null()) {
    const auto isolation = static_cast<rd_kafka_IsolationLevel_t>(level.integer());
    if (Error error = Error::take(rd_kafka_AdminOptions_set_isolation_level(options, isolation))) return error;
  }
  if (const Value& states = arguments["matchStates"]; !states.is_null()) {
    const auto codes = codes_of<rd_kafka_consumer_group_state_t>(states);
    Error error = Error::take(rd_kafka_AdminOptions_set_match_consumer_group_states(options, codes.data(), codes.size()));
    if (error) return error;
  }
  if (const Value& types = arguments["matchTypes"]; !types.is_null()) {
    const auto codes = codes_of<rd_kafka_consumer_group_type_t>(types);
    Error error = Error::take(rd_kafka_AdminOptions_set_match_consumer_group_types(options, codes.data(), codes.size()));
    if (error) return error;
  }
  return Error();
}

}  // namespace

List admin_names() {
  List names;
  for (const AdminOperation& operation : operations()) names.push_back(Value(operation.name));
  return names;
}

Error admin_start(rd_kafka_t* rk, rd_kafka_queue_t* reply_queue, const std::string& op, const Value& args, void* opaque) {
  const AdminOperation* operation = find(op);
  if (operation == nullptr) return Error(RD_KAFKA_RESP_ERR__NOT_IMPLEMENTED, "no such request: " + op);
  AdminOptionsHandle options(rd_kafka_AdminOptions_new(rk, operation->options_for));
  if (Error error = set_options(options.get(), args)) return error;
  rd_kafka_AdminOptions_set_opaque(options.get(), opaque);
  return operation->start({rk, reply_queue, options.get(), args});
}

Value admin_result(rd_kafka_event_t* event, Error& error) {
  const rd_kafka_resp_err_t code = rd_kafka_event_error(event);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* message = rd_kafka_event_error_string(event);
    error = Error(code, message ? message : rd_kafka_err2str(code));
    return Value();
  }
  const rd_kafka_event_type_t type = rd_kafka_event_type(event);
  for (const AdminOperation& operation : operations()) {
    if (operation.event == type) return operation.result(event);
  }
  error = Error(RD_KAFKA_RESP_ERR__NOT_IMPLEMENTED, std::string("no such admin result: ") + rd_kafka_event_name(event));
  return Value();
}

}  // namespace kafka_napi
