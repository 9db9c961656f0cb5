#include "core/values/text.h"

namespace kafka_napi {

namespace {

/** The problem of a string, and its path: `partitions[3].topic`. */
struct Fault {
  std::string where;
  std::string why;
};

bool has_nul(const std::string& text) { return text.find('\0') != std::string::npos; }

/** Walks the values. The path is built only after a fault was found, because this runs for every call. */
class TextCheck {
 public:
  explicit TextCheck(size_t longest) : longest_(longest) {}

  bool passes(const Value& value, bool nul_allowed = false) {
    if (const std::string* text = value.as_string()) return passes_text(*text, nul_allowed);
    if (const List* list = value.as_list()) return passes_list(*list);
    if (const Map* map = value.as_map()) return passes_map(*map);
    return true;
  }

  const Fault& fault() const { return fault_; }

 private:
  bool passes_text(const std::string& text, bool nul_allowed) {
    if (text.size() > longest_) {
      fault_.why = "is " + std::to_string(text.size()) + " bytes long. Kafka takes at most " + std::to_string(longest_) + ".";
    } else if (!nul_allowed && has_nul(text)) {
      fault_.why = "must not contain a NUL character.";
    }
    return fault_.why.empty();
  }

  bool passes_list(const List& list) {
    for (size_t i = 0; i < list.size(); i++) {
      if (passes(list[i])) continue;
      within("[" + std::to_string(i) + "]");
      return false;
    }
    return true;
  }

  bool passes_map(const Map& map) {
    for (const auto& [name, member] : map) {
      if (has_nul(name)) {
        fault_ = {"a name of a member", "must not contain a NUL character."};
        return false;
      }
      if (passes(member, name == "metadata")) continue;
      within(name);
      return false;
    }
    return true;
  }

  /** Adds this part of the value to the path of the fault. */
  void within(const std::string& part) {
    const bool joined = fault_.where.empty() || fault_.where[0] == '[';
    fault_.where.insert(0, joined ? part : part + ".");
  }

  const size_t longest_;
  Fault fault_;
};

Error refuse(const Fault& fault) {
  return Error(RD_KAFKA_RESP_ERR__INVALID_ARG, (fault.where.empty() ? "a string" : fault.where) + " " + fault.why);
}

}  // namespace

Error check_c_string(const std::string& text, const char* what) {
  return has_nul(text) ? refuse({what, "must not contain a NUL character."}) : Error();
}

Error check_texts(const Value& value, size_t longest) {
  TextCheck check(longest);
  return check.passes(value) ? Error() : refuse(check.fault());
}

}  // namespace kafka_napi
