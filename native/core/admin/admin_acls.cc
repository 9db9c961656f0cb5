// createAcls, describeAcls, deleteAcls. Enumerations cross as Kafka's numbers, which are also librdkafka's.
#include "core/admin/admin_operation.h"

namespace kafka_napi {

namespace {

using BindingHandle = Handle<rd_kafka_AclBinding_t, rd_kafka_AclBinding_destroy>;
using Bindings = ObjectList<rd_kafka_AclBinding_t, rd_kafka_AclBinding_destroy>;

using MakeBinding = rd_kafka_AclBinding_t* (*)(rd_kafka_ResourceType_t, const char*, rd_kafka_ResourcePatternType_t, const char*,
                                               const char*, rd_kafka_AclOperation_t, rd_kafka_AclPermissionType_t, char*, size_t);

const char* text_or_null(const Value& value) {
  const std::string* text = value.as_string();
  return text ? text->c_str() : nullptr;
}

/**
 * From { resourceType, name, patternType, principal, host, operation, permissionType }. Null text in a filter matches
 * any.
 */
Error new_binding(const Value& acl, MakeBinding make, BindingHandle& made) {
  char reason[512] = "";
  made.reset(make(static_cast<rd_kafka_ResourceType_t>(acl["resourceType"].integer()), text_or_null(acl["name"]),
                  static_cast<rd_kafka_ResourcePatternType_t>(acl["patternType"].integer()), text_or_null(acl["principal"]),
                  text_or_null(acl["host"]), static_cast<rd_kafka_AclOperation_t>(acl["operation"].integer()),
                  static_cast<rd_kafka_AclPermissionType_t>(acl["permissionType"].integer()), reason, sizeof(reason)));
  return made ? Error() : Error(RD_KAFKA_RESP_ERR__INVALID_ARG, reason);
}

Error new_bindings(const Value& acls, MakeBinding make, Bindings& bindings) {
  for (const Value& acl : acls.list()) {
    BindingHandle made;
    if (Error error = new_binding(acl, make, made)) return error;
    bindings.add(std::move(made));
  }
  return Error();
}

List bindings_to_value(const rd_kafka_AclBinding_t** bindings, size_t count) {
  List result;
  for (size_t i = 0; i < count; i++) {
    const rd_kafka_AclBinding_t* acl = bindings[i];
    result.push_back(Map{{"resourceType", static_cast<int>(rd_kafka_AclBinding_restype(acl))},
                         {"name", rd_kafka_AclBinding_name(acl)},
                         {"patternType", static_cast<int>(rd_kafka_AclBinding_resource_pattern_type(acl))},
                         {"principal", rd_kafka_AclBinding_principal(acl)},
                         {"host", rd_kafka_AclBinding_host(acl)},
                         {"operation", static_cast<int>(rd_kafka_AclBinding_operation(acl))},
                         {"permissionType", static_cast<int>(rd_kafka_AclBinding_permission_type(acl))},
                         {"error", resource_error(rd_kafka_AclBinding_error(acl))}});
  }
  return result;
}

// ---- createAcls: acls

Error start_create_acls(const AdminRequest& request) {
  Bindings acls;
  if (Error error = new_bindings(request.arguments["acls"], rd_kafka_AclBinding_new, acls)) return error;
  rd_kafka_CreateAcls(request.client, acls.data(), acls.size(), request.options, request.queue);
  return Error();
}

/** [{ error }], in the order of the request. */
Value create_acls_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** acls = rd_kafka_CreateAcls_result_acls(rd_kafka_event_CreateAcls_result(event), &count);
  List result;
  for (size_t i = 0; i < count; i++) {
    result.push_back(Map{{"error", resource_error(rd_kafka_acl_result_error(acls[i]))}});
  }
  return result;
}

// ---- describeAcls: filter

Error start_describe_acls(const AdminRequest& request) {
  BindingHandle filter;
  if (Error error = new_binding(request.arguments["filter"], rd_kafka_AclBindingFilter_new, filter)) return error;
  rd_kafka_DescribeAcls(request.client, filter.get(), request.options, request.queue);
  return Error();
}

Value describe_acls_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** acls = rd_kafka_DescribeAcls_result_acls(rd_kafka_event_DescribeAcls_result(event), &count);
  return bindings_to_value(acls, count);
}

// ---- deleteAcls: filters

Error start_delete_acls(const AdminRequest& request) {
  Bindings filters;
  if (Error error = new_bindings(request.arguments["filters"], rd_kafka_AclBindingFilter_new, filters)) return error;
  rd_kafka_DeleteAcls(request.client, filters.data(), filters.size(), request.options, request.queue);
  return Error();
}

/** [{ error, acls }], in the order of the request. */
Value delete_acls_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** responses = rd_kafka_DeleteAcls_result_responses(rd_kafka_event_DeleteAcls_result(event), &count);
  List result;
  for (size_t i = 0; i < count; i++) {
    size_t acl_count = 0;
    const auto** acls = rd_kafka_DeleteAcls_result_response_matching_acls(responses[i], &acl_count);
    result.push_back(Map{{"error", resource_error(rd_kafka_DeleteAcls_result_response_error(responses[i]))},
                         {"acls", bindings_to_value(acls, acl_count)}});
  }
  return result;
}

}  // namespace

AdminOperations acl_operations() {
  return {{"createAcls", RD_KAFKA_ADMIN_OP_CREATEACLS, RD_KAFKA_EVENT_CREATEACLS_RESULT, start_create_acls, create_acls_result},
          {"describeAcls", RD_KAFKA_ADMIN_OP_DESCRIBEACLS, RD_KAFKA_EVENT_DESCRIBEACLS_RESULT, start_describe_acls,
           describe_acls_result},
          {"deleteAcls", RD_KAFKA_ADMIN_OP_DELETEACLS, RD_KAFKA_EVENT_DELETEACLS_RESULT, start_delete_acls, delete_acls_result}};
}

}  // namespace kafka_napi
