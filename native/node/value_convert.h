#pragma once
#include "core/values/value.h"
#include "napi_setup.h"

namespace kafka_napi {

Napi::Value to_js(Napi::Env env, const Value& value);

/** The memory of a typed array's elements, including one over shared memory. */
struct TypedMemory {
  bool is_array = false;
  napi_typedarray_type type = napi_uint8_array;
  void* data = nullptr;
  /** In bytes. */
  size_t size = 0;
};

TypedMemory memory_of(Napi::Value value);

/** Functions, symbols and the like become null. Buffers and views are copied. */
Value from_js(Napi::Value value);

}  // namespace kafka_napi
