#pragma once
// `NativeMockCluster` in src/binding/native.ts.
#include "core/mock_cluster.h"
#include "held.h"

namespace kafka_napi {

class MockClusterWrap : public Napi::ObjectWrap<MockClusterWrap> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit MockClusterWrap(const Napi::CallbackInfo& info);
  ~MockClusterWrap() override { home_.require("a mock cluster"); }

 private:
  Napi::Value BootstrapServers(const Napi::CallbackInfo& info);
  Napi::Value CreateTopic(const Napi::CallbackInfo& info);
  Napi::Value PushRequestErrors(const Napi::CallbackInfo& info);
  Napi::Value SetBrokerDown(const Napi::CallbackInfo& info);
  Napi::Value SetBrokerUp(const Napi::CallbackInfo& info);
  Napi::Value SetRtt(const Napi::CallbackInfo& info);
  Napi::Value SetPartitionLeader(const Napi::CallbackInfo& info);
  Napi::Value SetCoordinator(const Napi::CallbackInfo& info);
  Napi::Value SetBrokerHostPort(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);

  bool usable(const Napi::CallbackInfo& info);
  Napi::Value outcome(Napi::Env env, const Error& error, const char* operation);

  MockCluster cluster_;
  HomeThread home_;
};

}  // namespace kafka_napi
