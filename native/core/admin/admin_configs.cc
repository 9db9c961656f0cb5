// describeConfigs, alterConfigs, incrementalAlterConfigs.
#include "core/admin/admin_operation.h"

namespace kafka_napi {

namespace {

using ResourceHandle = Handle<rd_kafka_ConfigResource_t, rd_kafka_ConfigResource_destroy>;
using Resources = ObjectList<rd_kafka_ConfigResource_t, rd_kafka_ConfigResource_destroy>;

/** From { type, name }: Java's resource by librdkafka's number. */
Error new_resource(const Value& resource, ResourceHandle& made) {
  const std::string& name = resource["name"].string();
  made.reset(rd_kafka_ConfigResource_new(static_cast<rd_kafka_ResourceType_t>(resource["type"].integer()), name.c_str()));
  return made ? Error() : Error(RD_KAFKA_RESP_ERR__INVALID_ARG, "not a config resource: \"" + name + "\"");
}

// ---- describeConfigs: resources [{ type, name }]

Error start_describe_configs(const AdminRequest& request) {
  Resources resources;
  for (const Value& resource : request.arguments["resources"].list()) {
    ResourceHandle made;
    if (Error error = new_resource(resource, made)) return error;
    resources.add(std::move(made));
  }
  rd_kafka_DescribeConfigs(request.client, resources.data(), resources.size(), request.options, request.queue);
  return Error();
}

Map entry_to_value(const rd_kafka_ConfigEntry_t* entry) {
  return {{"name", rd_kafka_ConfigEntry_name(entry)},
          {"value", rd_kafka_ConfigEntry_value(entry)},
          {"source", static_cast<int>(rd_kafka_ConfigEntry_source(entry))},
          {"isDefault", rd_kafka_ConfigEntry_is_default(entry) == 1},
          {"isReadOnly", rd_kafka_ConfigEntry_is_read_only(entry) == 1},
          {"isSensitive", rd_kafka_ConfigEntry_is_sensitive(entry) == 1}};
}

List entries_to_value(const rd_kafka_ConfigResource_t* resource) {
  List result;
  size_t count = 0;
  const rd_kafka_ConfigEntry_t** entries = rd_kafka_ConfigResource_configs(resource, &count);
  for (size_t i = 0; i < count; i++) {
    size_t synonym_count = 0;
    const rd_kafka_ConfigEntry_t** synonyms = rd_kafka_ConfigEntry_synonyms(entries[i], &synonym_count);
    List others;
    for (size_t j = 0; j < synonym_count; j++) {
      others.push_back(Map{{"name", rd_kafka_ConfigEntry_name(synonyms[j])},
                           {"value", rd_kafka_ConfigEntry_value(synonyms[j])},
                           {"source", static_cast<int>(rd_kafka_ConfigEntry_source(synonyms[j]))}});
    }
    Map entry = entry_to_value(entries[i]);
    entry.emplace_back("synonyms", std::move(others));
    result.emplace_back(std::move(entry));
  }
  return result;
}

/** [{ type, name, error, entries }]; only a description has `entries`. */
Value resource_results(const rd_kafka_ConfigResource_t** resources, size_t count, bool with_entries) {
  List result;
  for (size_t i = 0; i < count; i++) {
    Map item{{"type", static_cast<int>(rd_kafka_ConfigResource_type(resources[i]))},
             {"name", rd_kafka_ConfigResource_name(resources[i])},
             {"error",
              resource_error(rd_kafka_ConfigResource_error(resources[i]), rd_kafka_ConfigResource_error_string(resources[i]))}};
    if (with_entries) item.emplace_back("entries", entries_to_value(resources[i]));
    result.emplace_back(std::move(item));
  }
  return result;
}

Value describe_configs_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** resources = rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event), &count);
  return resource_results(resources, count, true);
}

// ---- alterConfigs: resources [{ type, name, entries [{ name, value }] }]; other entries return to their defaults

Error start_alter_configs(const AdminRequest& request) {
  Resources resources;
  for (const Value& resource : request.arguments["resources"].list()) {
    ResourceHandle made;
    if (Error error = new_resource(resource, made)) return error;
    for (const Value& entry : resource["entries"].list()) {
      const rd_kafka_resp_err_t code =
          rd_kafka_ConfigResource_set_config(made.get(), entry["name"].string().c_str(), entry["value"].string().c_str());
      if (code) return Error(code);
    }
    resources.add(std::move(made));
  }
  rd_kafka_AlterConfigs(request.client, resources.data(), resources.size(), request.options, request.queue);
  return Error();
}

Value alter_configs_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** resources = rd_kafka_AlterConfigs_result_resources(rd_kafka_event_AlterConfigs_result(event), &count);
  return resource_results(resources, count, false);
}

// ---- incrementalAlterConfigs: resources [{ type, name, entries [{ name, op, value }] }], op as Kafka's
// AlterConfigOp.OpType

Error start_incremental_alter_configs(const AdminRequest& request) {
  Resources resources;
  for (const Value& resource : request.arguments["resources"].list()) {
    ResourceHandle made;
    if (Error error = new_resource(resource, made)) return error;
    for (const Value& entry : resource["entries"].list()) {
      const std::string* value = entry["value"].as_string();
      Error error = Error::take(rd_kafka_ConfigResource_add_incremental_config(
          made.get(), entry["name"].string().c_str(), static_cast<rd_kafka_AlterConfigOpType_t>(entry["op"].integer()),
          value ? value->c_str() : nullptr));
      if (error) return error;
    }
    resources.add(std::move(made));
  }
  rd_kafka_IncrementalAlterConfigs(request.client, resources.data(), resources.size(), request.options, request.queue);
  return Error();
}

Value incremental_alter_configs_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** resources =
      rd_kafka_IncrementalAlterConfigs_result_resources(rd_kafka_event_IncrementalAlterConfigs_result(event), &count);
  return resource_results(resources, count, false);
}

}  // namespace

AdminOperations config_operations() {
  return {{"describeConfigs", RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, RD_KAFKA_EVENT_DESCRIBECONFIGS_RESULT, start_describe_configs,
           describe_configs_result},
          {"alterConfigs", RD_KAFKA_ADMIN_OP_ALTERCONFIGS, RD_KAFKA_EVENT_ALTERCONFIGS_RESULT, start_alter_configs,
           alter_configs_result},
          {"incrementalAlterConfigs", RD_KAFKA_ADMIN_OP_INCREMENTALALTERCONFIGS, RD_KAFKA_EVENT_INCREMENTALALTERCONFIGS_RESULT,
           start_incremental_alter_configs, incremental_alter_configs_result}};
}

}  // namespace kafka_napi
