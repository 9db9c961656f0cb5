#include "core/client/config.h"

#include "core/values/text.h"

namespace kafka_napi {

bool certificate_type_from(const std::string& name, rd_kafka_cert_type_t& type) {
  if (name == "CERT_PUBLIC_KEY") type = RD_KAFKA_CERT_PUBLIC_KEY;
  else if (name == "CERT_PRIVATE_KEY") type = RD_KAFKA_CERT_PRIVATE_KEY;
  else if (name == "CERT_CA") type = RD_KAFKA_CERT_CA;
  else return false;
  return true;
}

bool certificate_encoding_from(const std::string& name, rd_kafka_cert_enc_t& encoding) {
  if (name == "PKCS12") encoding = RD_KAFKA_CERT_ENC_PKCS12;
  else if (name == "DER") encoding = RD_KAFKA_CERT_ENC_DER;
  else if (name == "PEM") encoding = RD_KAFKA_CERT_ENC_PEM;
  else return false;
  return true;
}

namespace {

Error set_property(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
  if (Error error = check_c_string(name, "a property's name")) return error;
  if (Error error = check_c_string(value, name.c_str())) return error;
  char reason[512] = "";
  // Only the return code counts: setting topic-level properties succeeds, but still leaves a text in `reason`.
  if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), reason, sizeof(reason)) == RD_KAFKA_CONF_OK) return Error();
  return Error(RD_KAFKA_RESP_ERR__INVALID_ARG, name + ": " + reason);
}

constexpr char kKeyPassword[] = "ssl.key.password";

/** The whole value, of any length; "" if it is not set. */
std::string get_property(const rd_kafka_conf_t* conf, const char* name) {
  size_t size = 0;
  if (rd_kafka_conf_get(conf, name, nullptr, &size) != RD_KAFKA_CONF_OK || size == 0) return "";
  std::string value(size, '\0');
  if (rd_kafka_conf_get(conf, name, value.data(), &size) != RD_KAFKA_CONF_OK) return "";
  value.resize(value.find('\0'));
  return value;
}

Error set_certificate(rd_kafka_conf_t* conf, const Certificate& certificate) {
  const std::string password = get_property(conf, kKeyPassword);
  if (certificate.has_password) {
    if (Error error = set_property(conf, kKeyPassword, certificate.password)) return error;
  }
  char reason[512] = "";
  const rd_kafka_conf_res_t result = rd_kafka_conf_set_ssl_cert(
      conf, certificate.type, certificate.encoding, certificate.data.data(), certificate.data.size(), reason, sizeof(reason));
  if (certificate.has_password) {
    if (Error error = set_property(conf, kKeyPassword, password)) return error;
  }
  if (result == RD_KAFKA_CONF_OK) return Error();
  return Error(RD_KAFKA_RESP_ERR__INVALID_ARG, reason);
}

}  // namespace

ConfHandle make_conf(const std::vector<std::pair<std::string, std::string>>& properties,
                     const std::vector<Certificate>& certificates, Error& error) {
  ConfHandle conf(rd_kafka_conf_new());
  for (const auto& [name, value] : properties) {
    error = set_property(conf.get(), name, value);
    if (error) return nullptr;
  }
  for (const Certificate& certificate : certificates) {
    error = set_certificate(conf.get(), certificate);
    if (error) return nullptr;
  }
  return conf;
}

Value dump_conf(const rd_kafka_t* client) {
  rd_kafka_t* handle = const_cast<rd_kafka_t*>(client);
  Map result;
  auto append = [&result](const char** pairs, size_t count) {
    for (size_t i = 0; i + 1 < count; i += 2) result.emplace_back(pairs[i], pairs[i + 1]);
    rd_kafka_conf_dump_free(pairs, count);
  };
  size_t count = 0;
  // In librdkafka, acks, timeouts and the partitioner are topic properties; these are the defaults of new topics. If
  // both have a name, the client's own value comes later and wins.
  rd_kafka_topic_conf_t* topic = rd_kafka_default_topic_conf_dup(handle);
  const char** pairs = rd_kafka_topic_conf_dump(topic, &count);
  append(pairs, count);
  rd_kafka_topic_conf_destroy(topic);
  pairs = rd_kafka_conf_dump(const_cast<rd_kafka_conf_t*>(rd_kafka_conf(handle)), &count);
  append(pairs, count);
  return result;
}

}  // namespace kafka_napi
