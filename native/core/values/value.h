#pragma once
// A plain value as it crosses the boundary: null, boolean, number, string, bytes, list, map. Everything but the hot
// paths uses these, so that core/ knows nothing of Node-API, and node/ nothing of librdkafka.
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace kafka_napi {

class Value;
using List = std::vector<Value>;
using Map = std::vector<std::pair<std::string, Value>>;

struct Bytes {
  std::string data;
};

class Value {
 public:
  Value() = default;
  Value(std::nullptr_t) {}
  Value(bool value) : value_(value) {}
  Value(double value) : value_(value) {}
  Value(int value) : value_(static_cast<double>(value)) {}
  Value(int64_t value) : value_(static_cast<double>(value)) {}
  Value(size_t value) : value_(static_cast<double>(value)) {}
  /** A null pointer becomes null. */
  Value(const char* value) {
    if (value != nullptr) value_ = std::string(value);
  }
  Value(std::string value) : value_(std::move(value)) {}
  Value(Bytes value) : value_(std::move(value)) {}
  Value(List value) : value_(std::move(value)) {}
  Value(Map value) : value_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  const bool* as_bool() const { return std::get_if<bool>(&value_); }
  const double* as_number() const { return std::get_if<double>(&value_); }
  const std::string* as_string() const { return std::get_if<std::string>(&value_); }
  const Bytes* as_bytes() const { return std::get_if<Bytes>(&value_); }
  const List* as_list() const { return std::get_if<List>(&value_); }
  const Map* as_map() const { return std::get_if<Map>(&value_); }

  bool boolean(bool otherwise = false) const {
    const bool* value = as_bool();
    return value ? *value : otherwise;
  }
  double number(double otherwise = 0) const {
    const double* value = as_number();
    return value ? *value : otherwise;
  }
  int integer(int otherwise = 0) const {
    const double* value = as_number();
    return value ? saturate<int>(*value) : otherwise;
  }
  int64_t integer64(int64_t otherwise = 0) const {
    const double* value = as_number();
    return value ? saturate<int64_t>(*value) : otherwise;
  }
  /** The string, or "" for anything else. */
  const std::string& string() const {
    static const std::string* const empty = new std::string();
    const std::string* value = as_string();
    return value ? *value : *empty;
  }
  /** The list, or an empty one for anything else. */
  const List& list() const {
    static const List* const empty = new List();
    const List* value = as_list();
    return value ? *value : *empty;
  }
  /** The member of a map, null if there is none. */
  const Value& operator[](const char* key) const {
    static const Value* const none = new Value();
    if (const Map* map = as_map()) {
      for (const auto& member : *map) {
        if (member.first == key) return member.second;
      }
    }
    return *none;
  }

 private:
  /** The nearest integer of the type; 0 for NaN. A plain cast of a value out of range is undefined. */
  template <typename Integer>
  static Integer saturate(double number) {
    constexpr Integer least = std::numeric_limits<Integer>::min();
    constexpr Integer most = std::numeric_limits<Integer>::max();
    if (number <= static_cast<double>(least)) return least;
    if (number >= static_cast<double>(most)) return most;
    return number == number ? static_cast<Integer>(number) : 0;
  }

  std::variant<std::monostate, bool, double, std::string, Bytes, List, Map> value_;
};

}  // namespace kafka_napi
