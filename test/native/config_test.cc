#include "core/client/config.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "support.h"

namespace kafka_napi::test {
namespace {

std::string read(const std::string& name) {
  std::ifstream file(std::string(KAFKA_NAPI_FIXTURES) + "/tls/" + name, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

TEST(Config, ACertificateLeavesALongKeyPasswordAsItWas) {
  const std::string password(5000, 'p');
  Certificate certificate{RD_KAFKA_CERT_CA, RD_KAFKA_CERT_ENC_PEM, read("cert.pem"), "of the store", true};
  ASSERT_FALSE(certificate.data.empty());
  Error error;
  ConfHandle conf = make_conf({{"ssl.key.password", password}}, {certificate}, error);
  ASSERT_TRUE(conf) << error.message;
  std::string kept(2 * password.size(), '\0');
  size_t size = kept.size();
  ASSERT_EQ(rd_kafka_conf_get(conf.get(), "ssl.key.password", kept.data(), &size), RD_KAFKA_CONF_OK);
  EXPECT_EQ(size, password.size() + 1);
}

TEST(Config, ANulIsRefusedInNamesAndValues) {
  const std::string cut("a\0b", 3);
  Error error;
  EXPECT_FALSE(make_conf({{"client.id", cut}}, {}, error));
  EXPECT_EQ(error.message, "client.id must not contain a NUL character.");
  EXPECT_FALSE(make_conf({{cut, "x"}}, {}, error));
  EXPECT_FALSE(make_conf({}, {Certificate{RD_KAFKA_CERT_CA, RD_KAFKA_CERT_ENC_PEM, read("cert.pem"), cut, true}}, error));
}

TEST_F(ClientTest, RefusesATopicWithANul) {
  auto client = make(Role::kProducer);
  Error error;
  EXPECT_EQ(client->topic_id(std::string("t\0x", 3), error), -1);
  EXPECT_EQ(error.code, RD_KAFKA_RESP_ERR__INVALID_ARG);
}

}  // namespace
}  // namespace kafka_napi::test
