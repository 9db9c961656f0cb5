#pragma once
#include "core/value.h"
#include "napi_setup.h"

namespace kafka_napi {

Napi::Value to_js(Napi::Env env, const Value& value);

/** Functions, symbols and the like become null; buffers and views are copied. */
Value from_js(Napi::Value value);

}  // namespace kafka_napi
