#pragma once
// String pairs and certificates → rd_kafka_conf_t.
#include <string>
#include <utility>
#include <vector>

#include "core/values/error.h"
#include "core/values/handle.h"

namespace kafka_napi {

struct Certificate {
  rd_kafka_cert_type_t type;
  rd_kafka_cert_enc_t encoding;
  std::string data;
  /** The password of the store. librdkafka reads it from `ssl.key.password` while the certificate is set. */
  std::string password;
  bool has_password = false;
};

/** False for a name that librdkafka does not know. */
bool certificate_type_from(const std::string& name, rd_kafka_cert_type_t& type);
bool certificate_encoding_from(const std::string& name, rd_kafka_cert_enc_t& encoding);

/** Null and `error` set if librdkafka refuses a property. */
ConfHandle make_conf(const std::vector<std::pair<std::string, std::string>>& properties,
                     const std::vector<Certificate>& certificates, Error& error);

/** The live configuration as a map of strings. */
Value dump_conf(const rd_kafka_t* client);

}  // namespace kafka_napi
