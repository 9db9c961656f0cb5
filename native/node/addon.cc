#include "addon.h"

#include "client_wrap.h"
#include "core/boundary.h"
#include "core/calls/calls.h"
#include "core/client/destroyer.h"
#include "core/client/library.h"
#include "mock_cluster_wrap.h"
#include "value_convert.h"

namespace kafka_napi {

void throw_error(Napi::Env env, const Error& error, const char* operation) {
  if (env.IsExceptionPending()) return;  // the called function threw; a second throw would end the process
  Addon* addon = env.GetInstanceData<Addon>();
  Napi::Object data = to_js(env, error.to_value()).As<Napi::Object>();
  data.Set("operation", operation);
  if (addon == nullptr || addon->make_error.empty()) {
    Napi::Error::New(env, error.message).ThrowAsJavaScriptException();
    return;
  }
  Napi::Value made = addon->make_error.value().Call({data});
  if (made.IsEmpty()) return;  // the function itself threw
  napi_throw(env, made);
}

void throw_misuse(Napi::Env env, const char* message) {
  if (env.IsExceptionPending()) return;
  Napi::TypeError::New(env, message).ThrowAsJavaScriptException();
}

namespace {

Napi::Value set_error_factory(const Napi::CallbackInfo& info) {
  if (!info[0].IsFunction()) throw_misuse(info.Env(), "setErrorFactory takes a function");
  else info.Env().GetInstanceData<Addon>()->make_error.hold(info[0].As<Napi::Function>());
  return info.Env().Undefined();
}

Napi::Value list_operations(const Napi::CallbackInfo& info) { return to_js(info.Env(), operation_names()); }

Napi::Value list_errors(const Napi::CallbackInfo& info) { return to_js(info.Env(), error_table()); }

Napi::Value try_destroying(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(destroy_waiting()));
}

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  prepare_library();
  Addon* addon = new Addon();
  env.SetInstanceData(addon);
  exports.Set("librdkafkaVersion", library_version());
  exports.Set("patches", KAFKA_NAPI_PATCHES);
  exports.Set("boundary", to_js(env, boundary_numbers()));
  exports.Set("operations", Napi::Function::New(env, list_operations, "operations"));
  exports.Set("errorTable", Napi::Function::New(env, list_errors, "errorTable"));
  exports.Set("destroyWaiting", Napi::Function::New(env, try_destroying, "destroyWaiting"));
  exports.Set("setErrorFactory", Napi::Function::New(env, set_error_factory, "setErrorFactory"));
  Napi::Function client = ClientWrap::define(env);
  addon->client_constructor.hold(client);
  exports.Set("Client", client);
  Napi::Function mock = MockClusterWrap::define(env);
  addon->mock_cluster_constructor.hold(mock);
  exports.Set("MockCluster", mock);
  return exports;
}

}  // namespace

}  // namespace kafka_napi

namespace {
Napi::Object initialize_addon(Napi::Env env, Napi::Object exports) { return kafka_napi::initialize(env, exports); }
}  // namespace

NODE_API_MODULE(kafka_napi_addon, initialize_addon)
