#include "core/client/library.h"

#include <openssl/crypto.h>

#include "core/values/error.h"

namespace kafka_napi {

void prepare_library() { OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr); }

std::string library_version() { return rd_kafka_version_str(); }

Value error_table() {
  const rd_kafka_err_desc* table = nullptr;
  size_t count = 0;
  rd_kafka_get_err_descs(&table, &count);
  List result;
  for (size_t i = 0; i < count; i++) {
    if (table[i].name == nullptr) continue;
    result.push_back(Map{{"errno", static_cast<int>(table[i].code)}, {"name", table[i].name}, {"description", table[i].desc}});
  }
  return result;
}

}  // namespace kafka_napi
