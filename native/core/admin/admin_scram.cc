// describeUserScramCredentials, alterUserScramCredentials.
#include "core/admin/admin_operation.h"

namespace kafka_napi {

namespace {

using AlterationHandle = Handle<rd_kafka_UserScramCredentialAlteration_t, rd_kafka_UserScramCredentialAlteration_destroy>;
using Alterations = ObjectList<rd_kafka_UserScramCredentialAlteration_t, rd_kafka_UserScramCredentialAlteration_destroy>;

// ---- describeUserScramCredentials: users [name], empty for all

Error start_describe_scram(const AdminRequest& request) {
  std::vector<const char*> users = c_strings(request.arguments["users"]);
  rd_kafka_DescribeUserScramCredentials(request.client, users.data(), users.size(), request.options, request.queue);
  return Error();
}

/** [{ name, error, credentialInfos [{ mechanism, iterations }] }] */
Value describe_scram_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** users = rd_kafka_DescribeUserScramCredentials_result_descriptions(
      rd_kafka_event_DescribeUserScramCredentials_result(event), &count);
  List result;
  for (size_t i = 0; i < count; i++) {
    List infos;
    const size_t info_count = rd_kafka_UserScramCredentialsDescription_scramcredentialinfo_count(users[i]);
    for (size_t j = 0; j < info_count; j++) {
      const auto* info = rd_kafka_UserScramCredentialsDescription_scramcredentialinfo(users[i], j);
      infos.push_back(Map{{"mechanism", static_cast<int>(rd_kafka_ScramCredentialInfo_mechanism(info))},
                          {"iterations", static_cast<int>(rd_kafka_ScramCredentialInfo_iterations(info))}});
    }
    result.push_back(Map{{"name", rd_kafka_UserScramCredentialsDescription_user(users[i])},
                         {"error", resource_error(rd_kafka_UserScramCredentialsDescription_error(users[i]))},
                         {"credentialInfos", std::move(infos)}});
  }
  return result;
}

// ---- alterUserScramCredentials: alterations [{ user, mechanism, iterations, password, salt }], a deletion without
// `password`

const unsigned char* octets(const Bytes& bytes) { return reinterpret_cast<const unsigned char*>(bytes.data.data()); }

AlterationHandle new_alteration(const Value& alteration) {
  const char* user = alteration["user"].string().c_str();
  const auto mechanism = static_cast<rd_kafka_ScramMechanism_t>(alteration["mechanism"].integer());
  const Bytes* password = alteration["password"].as_bytes();
  const Bytes* salt = alteration["salt"].as_bytes();
  if (password == nullptr || salt == nullptr) return AlterationHandle(rd_kafka_UserScramCredentialDeletion_new(user, mechanism));
  return AlterationHandle(rd_kafka_UserScramCredentialUpsertion_new(user, mechanism, alteration["iterations"].integer(),
                                                                    octets(*password), password->data.size(), octets(*salt),
                                                                    salt->data.size()));
}

Error start_alter_scram(const AdminRequest& request) {
  Alterations alterations;
  for (const Value& alteration : request.arguments["alterations"].list()) alterations.add(new_alteration(alteration));
  rd_kafka_AlterUserScramCredentials(request.client, alterations.data(), alterations.size(), request.options, request.queue);
  return Error();
}

/** [{ name, error }], one for each user. */
Value alter_scram_result(rd_kafka_event_t* event) {
  size_t count = 0;
  const auto** users =
      rd_kafka_AlterUserScramCredentials_result_responses(rd_kafka_event_AlterUserScramCredentials_result(event), &count);
  List result;
  for (size_t i = 0; i < count; i++) {
    result.push_back(Map{{"name", rd_kafka_AlterUserScramCredentials_result_response_user(users[i])},
                         {"error", resource_error(rd_kafka_AlterUserScramCredentials_result_response_error(users[i]))}});
  }
  return result;
}

}  // namespace

AdminOperations scram_operations() {
  return {{"describeUserScramCredentials", RD_KAFKA_ADMIN_OP_DESCRIBEUSERSCRAMCREDENTIALS,
           RD_KAFKA_EVENT_DESCRIBEUSERSCRAMCREDENTIALS_RESULT, start_describe_scram, describe_scram_result},
          {"alterUserScramCredentials", RD_KAFKA_ADMIN_OP_ALTERUSERSCRAMCREDENTIALS,
           RD_KAFKA_EVENT_ALTERUSERSCRAMCREDENTIALS_RESULT, start_alter_scram, alter_scram_result}};
}

}  // namespace kafka_napi
