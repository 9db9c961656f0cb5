#include "core/client/event.h"

#include "core/admin/admin.h"
#include "core/values/partition_list.h"

namespace kafka_napi {

namespace {

Error event_error(rd_kafka_event_t* event) {
  const rd_kafka_resp_err_t code = rd_kafka_event_error(event);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return Error();
  const char* text = rd_kafka_event_error_string(event);
  Error error(code, text ? text : rd_kafka_err2str(code));
  // For any other event, librdkafka would read a field with a different meaning.
  if (rd_kafka_event_type(event) == RD_KAFKA_EVENT_ERROR) error.fatal = rd_kafka_event_error_is_fatal(event) != 0;
  return error;
}

uint32_t request_id(rd_kafka_event_t* event) {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(rd_kafka_event_opaque(event)));
}

Map reply_event(uint32_t id, const Error& error, Value value) {
  Map reply{{"type", "reply"}, {"id", static_cast<double>(id)}};
  if (error) reply.emplace_back("error", error.to_value());
  reply.emplace_back("value", std::move(value));
  return reply;
}

void push_log(Client& client, rd_kafka_event_t* event) {
  const char* facility = nullptr;
  const char* message = nullptr;
  int level = 0;
  if (rd_kafka_event_log(event, &facility, &message, &level) != 0) return;
  client.push_event({{"type", "log"}, {"level", level}, {"facility", facility}, {"message", message}});
}

}  // namespace

void push_event(Client& client, rd_kafka_event_t* event) {
  switch (rd_kafka_event_type(event)) {
    case RD_KAFKA_EVENT_ERROR:
      client.push_event({{"type", "error"}, {"error", event_error(event).to_value()}});
      break;
    case RD_KAFKA_EVENT_LOG:
      push_log(client, event);
      break;
    case RD_KAFKA_EVENT_STATS:
      client.push_event({{"type", "stats"}, {"json", rd_kafka_event_stats(event)}});
      break;
    case RD_KAFKA_EVENT_OAUTHBEARER_TOKEN_REFRESH: {
      const char* config = rd_kafka_event_config_string(event);
      client.push_event({{"type", "tokenRefresh"}, {"config", config ? config : ""}});
      break;
    }
    case RD_KAFKA_EVENT_OFFSET_COMMIT:
      client.push_event(
          reply_event(request_id(event), event_error(event), partitions_to_value(rd_kafka_event_topic_partition_list(event))));
      break;
    case RD_KAFKA_EVENT_NONE:
    case RD_KAFKA_EVENT_DR:
      break;
    default: {
      Error error = event_error(event);
      Value value = error ? Value() : admin_result(event, error);
      client.push_event(reply_event(request_id(event), error, std::move(value)));
      break;
    }
  }
}

}  // namespace kafka_napi
