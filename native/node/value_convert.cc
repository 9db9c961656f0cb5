#include "value_convert.h"

namespace kafka_napi {

Napi::Value to_js(Napi::Env env, const Value& value) {
  if (const bool* boolean = value.as_bool()) return Napi::Boolean::New(env, *boolean);
  if (const double* number = value.as_number()) return Napi::Number::New(env, *number);
  if (const std::string* text = value.as_string()) return Napi::String::New(env, *text);
  if (const Bytes* bytes = value.as_bytes()) return Napi::Buffer<char>::Copy(env, bytes->data.data(), bytes->data.size());
  if (const List* list = value.as_list()) {
    Napi::Array array = Napi::Array::New(env, list->size());
    uint32_t index = 0;
    for (const Value& item : *list) {
      // One scope per item: a long list must not keep a handle of every value.
      Napi::HandleScope scope(env);
      array.Set(index++, to_js(env, item));
    }
    return array;
  }
  if (const Map* map = value.as_map()) {
    Napi::Object object = Napi::Object::New(env);
    for (const auto& [name, member] : *map) object.Set(name, to_js(env, member));
    return object;
  }
  return env.Null();
}

TypedMemory memory_of(Napi::Value value) {
  TypedMemory memory;
  if (value.IsEmpty() || !value.IsTypedArray()) return memory;
  // Not through its ArrayBuffer: Node-API cannot open that of a view of a SharedArrayBuffer.
  size_t elements = 0;
  if (napi_get_typedarray_info(value.Env(), value, &memory.type, &elements, &memory.data, nullptr, nullptr) != napi_ok)
    return TypedMemory();
  memory.size = value.As<Napi::TypedArray>().ByteLength();
  memory.is_array = true;
  return memory;
}

Value from_js(Napi::Value value) {
  if (value.IsEmpty()) return Value();
  if (value.IsBoolean()) return Value(value.As<Napi::Boolean>().Value());
  if (value.IsNumber()) return Value(value.As<Napi::Number>().DoubleValue());
  if (value.IsString()) return Value(value.As<Napi::String>().Utf8Value());
  if (value.IsTypedArray()) {
    const TypedMemory memory = memory_of(value);
    if (memory.size == 0) return Bytes{};
    return Bytes{std::string(static_cast<const char*>(memory.data), memory.size)};
  }
  if (value.IsArray()) {
    Napi::Array array = value.As<Napi::Array>();
    List list;
    const uint32_t length = array.Length();
    list.reserve(length);
    for (uint32_t i = 0; i < length; i++) {
      Napi::HandleScope scope(value.Env());
      list.push_back(from_js(array.Get(i)));
    }
    return list;
  }
  if (value.IsObject() && !value.IsFunction()) {
    Napi::Object object = value.As<Napi::Object>();
    Napi::Array names = object.GetPropertyNames();
    Map map;
    const uint32_t length = names.IsEmpty() ? 0 : names.Length();
    for (uint32_t i = 0; i < length; i++) {
      Napi::HandleScope scope(value.Env());
      Napi::Value name = names.Get(i);
      if (name.IsEmpty()) return map;  // the worker is being terminated, and every read fails from here on
      map.emplace_back(name.As<Napi::String>().Utf8Value(), from_js(object.Get(name)));
    }
    return map;
  }
  return Value();
}

}  // namespace kafka_napi
