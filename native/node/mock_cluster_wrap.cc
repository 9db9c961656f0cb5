#include "mock_cluster_wrap.h"

#include "addon.h"
#include "core/values/text.h"
#include "value_convert.h"

namespace kafka_napi {

namespace {

constexpr napi_type_tag kMockClusterTag = {0x6b61666b616e6170ULL, 0x6d6f636b00000001ULL};

std::string text(const Napi::CallbackInfo& info, size_t index) { return from_js(info[index]).string(); }

int integer(const Napi::CallbackInfo& info, size_t index) { return from_js(info[index]).integer(); }

}  // namespace

Napi::Function MockClusterWrap::define(Napi::Env env) {
  return DefineClass(env, "NativeMockCluster",
                     {
                         InstanceAccessor<&MockClusterWrap::BootstrapServers>("bootstrapServers"),
                         InstanceMethod<&MockClusterWrap::CreateTopic>("createTopic"),
                         InstanceMethod<&MockClusterWrap::PushRequestErrors>("pushRequestErrors"),
                         InstanceMethod<&MockClusterWrap::SetBrokerDown>("setBrokerDown"),
                         InstanceMethod<&MockClusterWrap::SetBrokerUp>("setBrokerUp"),
                         InstanceMethod<&MockClusterWrap::SetRtt>("setRtt"),
                         InstanceMethod<&MockClusterWrap::SetPartitionLeader>("setPartitionLeader"),
                         InstanceMethod<&MockClusterWrap::SetCoordinator>("setCoordinator"),
                         InstanceMethod<&MockClusterWrap::SetBrokerHostPort>("setBrokerHostPort"),
                         InstanceMethod<&MockClusterWrap::Close>("close"),
                     });
}

MockClusterWrap::MockClusterWrap(const Napi::CallbackInfo& info) : Napi::ObjectWrap<MockClusterWrap>(info) {
  napi_type_tag_object(info.Env(), info.This(), &kMockClusterTag);
  const Error error = cluster_.start(integer(info, 0));
  if (error) throw_error(info.Env(), error, "startMockCluster");
}

bool MockClusterWrap::usable(const Napi::CallbackInfo& info) {
  bool tagged = false;
  if (napi_check_object_type_tag(info.Env(), info.This(), &kMockClusterTag, &tagged) != napi_ok || !tagged) {
    throw_misuse(info.Env(), "the receiver is not a mock cluster");
    return false;
  }
  for (size_t i = 0; i < info.Length(); i++) {
    const Error error = check_texts(from_js(info[i]));
    if (error) return throw_error(info.Env(), error, "mockCluster"), false;
  }
  if (cluster_.is_open()) return true;
  throw_error(info.Env(), Error(RD_KAFKA_RESP_ERR__DESTROY, "the mock cluster is closed"), "mockCluster");
  return false;
}

Napi::Value MockClusterWrap::outcome(Napi::Env env, const Error& error, const char* operation) {
  if (error) throw_error(env, error, operation);
  return Napi::Value();
}

Napi::Value MockClusterWrap::BootstrapServers(const Napi::CallbackInfo& info) {
  if (!usable(info)) return Napi::Value();
  return Napi::String::New(info.Env(), cluster_.bootstrap_servers());
}

Napi::Value MockClusterWrap::CreateTopic(const Napi::CallbackInfo& info) {
  if (!usable(info)) return Napi::Value();
  return outcome(info.Env(), cluster_.create_topic(text(info, 0), integer(info, 1), integer(info, 2)), "createTopic");
}

Napi::Value MockClusterWrap::PushRequestErrors(const Napi::CallbackInfo& info) {
  if (!usable(info)) return Napi::Value();
  std::vector<int> errors;
  const kafka_napi::Value list = from_js(info[1]);
  for (const kafka_napi::Value& item : list.list()) errors.push_back(item.integer());
  cluster_.push_request_errors(static_cast<int16_t>(integer(info, 0)), errors);
  return Napi::Value();
}

Napi::Value MockClusterWrap::SetBrokerDown(const Napi::CallbackInfo& info) {
  if (!usable(info)) return Napi::Value();
  return outcome(info.Env(), cluster_.set_broker_down(integer(info, 0)), "setBrokerDown");
}

Napi::Value MockClusterWrap::SetBrokerUp(const Napi::CallbackInfo& info) {
  if (!usable(info)) return Napi::Value();
  return outcome(info.Env(), cluster_.set_broker_up(integer(info, 0)), "setBrokerUp");
}

Napi::Value MockClusterWrap::SetRtt(const Napi::CallbackInfo& info) {
  if (!usable(info)) return Napi::Value();
  return outcome(info.Env(), cluster_.set_rtt(integer(info, 0), integer(info, 1)), "setRtt");
}

Napi::Value MockClusterWrap::SetPartitionLeader(const Napi::CallbackInfo& info) {
  if (!usable(info)) return Napi::Value();
  return outcome(info.Env(), cluster_.set_partition_leader(text(info, 0), integer(info, 1), integer(info, 2)),
                 "setPartitionLeader");
}

Napi::Value MockClusterWrap::SetCoordinator(const Napi::CallbackInfo& info) {
  if (!usable(info)) return Napi::Value();
  return outcome(info.Env(), cluster_.set_coordinator(text(info, 0), text(info, 1), integer(info, 2)), "setCoordinator");
}

Napi::Value MockClusterWrap::SetBrokerHostPort(const Napi::CallbackInfo& info) {
  if (!usable(info)) return Napi::Value();
  cluster_.set_broker_host_port(integer(info, 0), text(info, 1), integer(info, 2));
  return Napi::Value();
}

Napi::Value MockClusterWrap::Close(const Napi::CallbackInfo&) {
  cluster_.close();
  return Napi::Value();
}

}  // namespace kafka_napi
