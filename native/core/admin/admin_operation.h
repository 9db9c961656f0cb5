#pragma once
// The interface between admin.cc and each group of administration operations, and their shared functions.
#include <string>
#include <vector>

#include "core/values/error.h"
#include "core/values/handle.h"

namespace kafka_napi {

struct AdminRequest {
  rd_kafka_t* client;
  rd_kafka_queue_t* queue;
  const rd_kafka_AdminOptions_t* options;
  const Value& arguments;
};

struct AdminOperation {
  /** Java's method name. */
  const char* name;
  rd_kafka_admin_op_t options_for;
  rd_kafka_event_type_t event;
  Error (*start)(const AdminRequest& request);
  Value (*result)(rd_kafka_event_t* event);
};

using AdminOperations = std::vector<AdminOperation>;

AdminOperations topic_operations();
AdminOperations config_operations();
AdminOperations group_operations();
AdminOperations offset_operations();
AdminOperations acl_operations();
AdminOperations scram_operations();
AdminOperations cluster_operations();

/** The array of owned objects that most requests need. */
template <typename T, auto destroy>
class ObjectList {
 public:
  ObjectList() = default;
  ObjectList(const ObjectList&) = delete;
  ObjectList& operator=(const ObjectList&) = delete;
  ~ObjectList() {
    for (T* object : objects_) destroy(object);
  }
  void add(Handle<T, destroy> object) {
    objects_.push_back(object.get());
    object.release();
  }
  T** data() { return objects_.data(); }
  size_t size() const { return objects_.size(); }

 private:
  std::vector<T*> objects_;
};

/** Borrowed C strings of a list of strings: valid as long as the list. */
inline std::vector<const char*> c_strings(const Value& list) {
  std::vector<const char*> result;
  for (const Value& item : list.list()) result.push_back(item.string().c_str());
  return result;
}

/** null if there is no error. */
inline Value resource_error(rd_kafka_resp_err_t code, const char* message) {
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return Value();
  return Error(code, message ? message : rd_kafka_err2str(code)).to_value();
}

/** Of a borrowed error; null if there is none. */
inline Value resource_error(const rd_kafka_error_t* error) {
  if (error == nullptr) return Value();
  return resource_error(rd_kafka_error_code(error), rd_kafka_error_string(error));
}

/** { id, host, port, rack }; null if the broker named none. */
inline Value node_to_value(const rd_kafka_Node_t* node) {
  if (node == nullptr) return Value();
  return Map{{"id", rd_kafka_Node_id(node)},
             {"host", rd_kafka_Node_host(node)},
             {"port", static_cast<int>(rd_kafka_Node_port(node))},
             {"rack", rd_kafka_Node_rack(node)}};
}

inline List nodes_to_value(const rd_kafka_Node_t** nodes, size_t count) {
  List result;
  for (size_t i = 0; i < count; i++) result.push_back(node_to_value(nodes[i]));
  return result;
}

/** Kafka's codes of AclOperation; null if they were not requested. */
inline Value operations_to_value(const rd_kafka_AclOperation_t* operations, size_t count) {
  if (operations == nullptr) return Value();
  List result;
  for (size_t i = 0; i < count; i++) result.emplace_back(static_cast<int>(operations[i]));
  return result;
}

}  // namespace kafka_napi
