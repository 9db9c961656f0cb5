#pragma once
// State per environment: many worker threads load the addon at the same time, and each has its own.
#include "core/values/error.h"
#include "held.h"

namespace kafka_napi {

struct Addon {
  Held<Napi::Function> client_constructor;
  Held<Napi::Function> mock_cluster_constructor;
  /** TypeScript's function: data → KafkaError. */
  Held<Napi::Function> make_error;
};

/** Throws the error as TypeScript's class. `operation` names what failed. */
void throw_error(Napi::Env env, const Error& error, const char* operation);

/** Throws a TypeError: a call that does not match src/binding/native.ts. */
void throw_misuse(Napi::Env env, const char* message);

}  // namespace kafka_napi
