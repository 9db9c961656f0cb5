#include "client_wrap.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "addon.h"
#include "core/calls/calls.h"
#include "core/client/destroyer.h"
#include "value_convert.h"

namespace kafka_napi {

namespace {

constexpr napi_type_tag kClientTag = {0x6b61666b616e6170ULL, 0x636c69656e740001ULL};

/** The elements of a typed array that TypeScript shares, or null if it is not of `type`. */
template <typename T>
T* elements(Napi::Value value, napi_typedarray_type type, size_t& length) {
  const TypedMemory memory = memory_of(value);
  if (!memory.is_array || memory.type != type) return nullptr;
  length = memory.size / sizeof(T);
  return static_cast<T*>(memory.data);
}

/**
 * Argument `index` as a count, 0 if it is not a number. Not coerced: coercion can run JS, which fails while a worker is
 * being terminated.
 */
size_t count_at(const Napi::CallbackInfo& info, size_t index) {
  const int64_t number = from_js(info[index]).integer64();
  return number > 0 ? static_cast<size_t>(number) : 0;
}

/** The bytes of any typed array with elements of one byte. */
bool bytes_of(Napi::Value value, ByteView& view) {
  const TypedMemory memory = memory_of(value);
  const bool is_bytes =
      memory.type == napi_uint8_array || memory.type == napi_int8_array || memory.type == napi_uint8_clamped_array;
  if (!memory.is_array || !is_bytes) return false;
  view = {static_cast<const uint8_t*>(memory.data), memory.size};
  return true;
}

/**
 * An uninitialized ArrayBuffer: the caller must write every byte. Node-API's own ArrayBuffers are filled with zeros,
 * which costs as much as copying the records; Node's Buffers are not. Empty, with a pending exception, if there is no
 * memory for it.
 */
Napi::ArrayBuffer unfilled(Napi::Env env, size_t size) {
  napi_value buffer;
  void* data;
  napi_value array_buffer;
  if (napi_create_buffer(env, size, &data, &buffer) != napi_ok ||
      napi_get_typedarray_info(env, buffer, nullptr, nullptr, nullptr, &array_buffer, nullptr) != napi_ok) {
    Napi::Error::New(env).ThrowAsJavaScriptException();
    return Napi::ArrayBuffer();
  }
  return Napi::ArrayBuffer(env, array_buffer);
}

}  // namespace

Napi::Function ClientWrap::define(Napi::Env env) {
  return DefineClass(env, "NativeClient",
                     {
                         InstanceMethod<&ClientWrap::Call>("call"),
                         InstanceMethod<&ClientWrap::Request>("request"),
                         InstanceMethod<&ClientWrap::Topic>("topic"),
                         InstanceMethod<&ClientWrap::Submit>("submit"),
                         InstanceMethod<&ClientWrap::Pump>("pump"),
                         InstanceMethod<&ClientWrap::Drain>("drain"),
                         InstanceMethod<&ClientWrap::TopicName>("topicName"),
                         InstanceMethod<&ClientWrap::TakeEvents>("takeEvents"),
                         InstanceMethod<&ClientWrap::TakeLarge>("takeLarge"),
                         InstanceMethod<&ClientWrap::TakeEnds>("takeEnds"),
                         InstanceMethod<&ClientWrap::Touch>("touch"),
                         InstanceMethod<&ClientWrap::Ref>("ref"),
                         InstanceMethod<&ClientWrap::Unref>("unref"),
                         InstanceMethod<&ClientWrap::Destroy>("destroy"),
                     });
}

ClientWrap::ClientWrap(const Napi::CallbackInfo& info) : Napi::ObjectWrap<ClientWrap>(info) {
  Napi::Env env = info.Env();
  ClientOptions options;
  if (!read_options(info, options)) return;
  napi_type_tag_object(env, info.This(), &kClientTag);
  const Napi::Value on_wake = info[0].As<Napi::Object>().Get("onWake");
  if (!on_wake.IsFunction()) {
    throw_misuse(env, "onWake must be a function");
    return;
  }
  QueueWaker* waker = QueueWaker::create(env, on_wake.As<Napi::Function>());
  if (waker == nullptr) {
    throw_misuse(env, "the event loop takes no more callbacks");
    return;
  }
  Error error;
  client_ = Client::create(options, waker, status_, error);
  if (!client_) {
    waker->release();
    throw_error(env, error, "configure");
    return;
  }
  link_ = std::make_shared<WakerLink>();
  link_->waker = waker;
  if (options.role == Role::kConsumer) messages_ = std::make_unique<MessageBatch>(*client_);
  // Registered after the ThreadSafeFunction's own hook, and therefore run before it: the queues must be silent when it
  // closes.
  hooked_ = napi_add_env_cleanup_hook(env, on_environment_end, this) == napi_ok;
}

ClientWrap::~ClientWrap() {
  home_.require("a client");
  abandon();
}

bool ClientWrap::read_options(const Napi::CallbackInfo& info, ClientOptions& options) {
  Napi::Env env = info.Env();
  if (!info[0].IsObject()) return throw_misuse(env, "options must be an object"), false;
  Napi::Object given = info[0].As<Napi::Object>();
  const kafka_napi::Value role = from_js(given.Get("role"));
  if (role.string() == "consumer") options.role = Role::kConsumer;
  else if (role.string() != "producer") return throw_misuse(env, "role must be producer or consumer"), false;
  const kafka_napi::Value conf = from_js(given.Get("conf"));
  if (const Map* map = conf.as_map()) {
    for (const auto& [name, value] : *map) options.conf.emplace_back(name, value.string());
  }
  const kafka_napi::Value partitioner = from_js(given.Get("javaPartitioner"));
  options.partitioner.enabled = partitioner.as_map() != nullptr;
  options.partitioner.batch_size = partitioner["batchSize"].integer64(options.partitioner.batch_size);
  options.partitioner.ignore_keys = partitioner["ignoreKeys"].boolean();
  const kafka_napi::Value certificates = from_js(given.Get("certificates"));
  for (const kafka_napi::Value& item : certificates.list()) {
    Certificate certificate{};
    if (!certificate_type_from(item["type"].string(), certificate.type) ||
        !certificate_encoding_from(item["encoding"].string(), certificate.encoding) || !item["data"].as_bytes()) {
      return throw_misuse(env, "a certificate needs type, encoding and data"), false;
    }
    certificate.data = item["data"].as_bytes()->data;
    certificate.has_password = item["password"].as_string() != nullptr;
    certificate.password = item["password"].string();
    options.certificates.push_back(std::move(certificate));
  }
  if (!share_memory(given)) return throw_misuse(env, "status, slab or deliveries are not what the addon shares"), false;
  return true;
}

/**
 * Each member is read only once: while a worker is being terminated, any read may fail and return an empty value, even
 * if the previous read of the same member succeeded.
 */
bool ClientWrap::share_memory(Napi::Object options) {
  auto keep = [this](Napi::Value value) { shared_.emplace_back(value.As<Napi::Object>()); };
  const Napi::Value status = options.Get("status");
  size_t length = 0;
  status_ = elements<int32_t>(status, napi_int32_array, length);
  if (status_ == nullptr || length < kStatusLength) return false;
  keep(status);
  const Napi::Value slab = options.Get("slab");
  if (slab.IsObject()) {
    const Napi::Value meta = slab.As<Napi::Object>().Get("meta");
    const Napi::Value bytes = slab.As<Napi::Object>().Get("bytes");
    slab_.meta = elements<int32_t>(meta, napi_int32_array, slab_.meta_words);
    slab_.bytes = elements<uint8_t>(bytes, napi_uint8_array, slab_.bytes_size);
    if (slab_.meta == nullptr || slab_.bytes == nullptr) return false;
    keep(meta);
    keep(bytes);
  }
  const Napi::Value deliveries = options.Get("deliveries");
  return !deliveries.IsObject() || share_columns(deliveries.As<Napi::Object>());
}

bool ClientWrap::share_columns(Napi::Object columns) {
  size_t shortest = SIZE_MAX;
  auto column = [&](const char* name, napi_typedarray_type type, auto& pointer) {
    const Napi::Value value = columns.Get(name);
    size_t length = 0;
    pointer = elements<std::remove_reference_t<decltype(*pointer)>>(value, type, length);
    if (pointer == nullptr || length == 0) return false;
    shortest = std::min(shortest, length);
    shared_.emplace_back(value.As<Napi::Object>());
    return true;
  };
  const bool good = column("ids", napi_uint32_array, deliveries_.ids) && column("errors", napi_int32_array, deliveries_.errors) &&
                    column("partitions", napi_int32_array, deliveries_.partitions) &&
                    column("status", napi_uint8_array, deliveries_.status) &&
                    column("offsets", napi_float64_array, deliveries_.offsets) &&
                    column("timestamps", napi_float64_array, deliveries_.timestamps);
  if (good) deliveries_.capacity = shortest;
  return good;
}

bool ClientWrap::usable(const Napi::CallbackInfo& info, const char* operation) {
  bool tagged = false;
  if (napi_check_object_type_tag(info.Env(), info.This(), &kClientTag, &tagged) != napi_ok || !tagged) {
    throw_misuse(info.Env(), "the receiver is not a client");
    return false;
  }
  if (client_) return true;
  throw_error(info.Env(), Error(RD_KAFKA_RESP_ERR__DESTROY), operation);
  return false;
}

Napi::Value ClientWrap::Call(const Napi::CallbackInfo& info) {
  const std::string operation = from_js(info[0]).string();
  if (!usable(info, operation.c_str())) return Napi::Value();
  kafka_napi::Value result;
  const Error error = call(*client_, operation, from_js(info[1]), result);
  if (!error) return to_js(info.Env(), result);
  throw_error(info.Env(), error, operation.c_str());
  return Napi::Value();
}

Napi::Value ClientWrap::Request(const Napi::CallbackInfo& info) {
  const std::string operation = from_js(info[1]).string();
  if (!usable(info, operation.c_str())) return Napi::Value();
  const Error error = request(*client_, static_cast<uint32_t>(from_js(info[0]).number()), operation, from_js(info[2]));
  if (error) throw_error(info.Env(), error, operation.c_str());
  return Napi::Value();
}

Napi::Value ClientWrap::Topic(const Napi::CallbackInfo& info) {
  if (!usable(info, "topic")) return Napi::Value();
  Error error;
  const int id = client_->topic_id(from_js(info[0]).string(), error);
  if (!error) return Napi::Number::New(info.Env(), id);
  throw_error(info.Env(), error, "topic");
  return Napi::Value();
}

Napi::Value ClientWrap::Submit(const Napi::CallbackInfo& info) {
  if (!usable(info, "submit")) return Napi::Value();
  std::vector<ByteView> large;
  if (info[1].IsArray()) {
    Napi::Array views = info[1].As<Napi::Array>();
    for (uint32_t i = 0; i < views.Length(); i++) {
      ByteView view;
      if (!bytes_of(views.Get(i), view)) return throw_misuse(info.Env(), "large must hold typed arrays of bytes"), Napi::Value();
      large.push_back(view);
    }
  }
  const Error error = submit(*client_, slab_, count_at(info, 0), large);
  if (error) {
    throw_error(info.Env(), error, "submit");
    return Napi::Value();
  }
  std::vector<int> lacking;
  lacking.swap(client_->lacking());
  if (lacking.empty()) return info.Env().Undefined();
  List topics;
  for (const int topic : lacking) topics.emplace_back(topic);
  return to_js(info.Env(), kafka_napi::Value(std::move(topics)));
}

Napi::Value ClientWrap::Pump(const Napi::CallbackInfo& info) {
  if (!usable(info, "pump")) return Napi::Value();
  return Napi::Number::New(info.Env(), static_cast<double>(pump(*client_, deliveries_, from_js(info[0]).integer())));
}

Napi::Value ClientWrap::Drain(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  if (!usable(info, "drain")) return Napi::Value();
  if (!messages_) return throw_misuse(env, "only a consumer drains"), Napi::Value();
  const size_t count = messages_->collect(count_at(info, 0), count_at(info, 1), from_js(info[2]).integer());
  if (count == 0) return env.Undefined();
  Napi::ArrayBuffer slab = unfilled(env, messages_->slab_size());
  // If there is no memory for the slab, the next drain returns the batch.
  if (slab.IsEmpty()) return Napi::Value();
  messages_->write(static_cast<uint8_t*>(slab.Data()));
  const std::vector<ByteView>& large = messages_->large();
  if (!large.empty()) {
    Napi::Array values = Napi::Array::New(env, large.size());
    for (size_t i = 0; i < large.size(); i++) {
      Napi::ArrayBuffer value = unfilled(env, large[i].size);
      if (value.IsEmpty()) return Napi::Value();
      std::memcpy(value.Data(), large[i].data, large[i].size);
      values.Set(static_cast<uint32_t>(i), value);
    }
    large_.hold(values);
    status_[kStatusLarge] = static_cast<int32_t>(large.size());
  }
  messages_->clear();
  return slab;
}

Napi::Value ClientWrap::TopicName(const Napi::CallbackInfo& info) {
  if (!usable(info, "topicName")) return Napi::Value();
  const std::string* name = messages_ ? messages_->topic_name(count_at(info, 0)) : nullptr;
  if (name == nullptr) return throw_misuse(info.Env(), "no topic has this id"), Napi::Value();
  return Napi::String::New(info.Env(), *name);
}

Napi::Value ClientWrap::TakeEvents(const Napi::CallbackInfo& info) {
  if (!usable(info, "takeEvents")) return Napi::Value();
  return to_js(info.Env(), kafka_napi::Value(client_->take_events()));
}

Napi::Value ClientWrap::TakeLarge(const Napi::CallbackInfo& info) {
  if (!usable(info, "takeLarge")) return Napi::Value();
  status_[kStatusLarge] = 0;
  if (large_.empty()) return Napi::Array::New(info.Env());
  Napi::Value values = large_.value();
  large_.let_go();
  return values;
}

Napi::Value ClientWrap::TakeEnds(const Napi::CallbackInfo& info) {
  if (!usable(info, "takeEnds")) return Napi::Value();
  return to_js(info.Env(), kafka_napi::Value(messages_ ? messages_->take_ends() : List()));
}

Napi::Value ClientWrap::Touch(const Napi::CallbackInfo& info) {
  if (!usable(info, "touch")) return Napi::Value();
  if (messages_) messages_->touch();
  return Napi::Value();
}

Napi::Value ClientWrap::Ref(const Napi::CallbackInfo& info) {
  if (link_ && link_->waker) link_->waker->ref(info.Env());
  return Napi::Value();
}

Napi::Value ClientWrap::Unref(const Napi::CallbackInfo& info) {
  if (link_ && link_->waker) link_->waker->unref(info.Env());
  return Napi::Value();
}

Napi::Value ClientWrap::Destroy(const Napi::CallbackInfo& info) {
  if (!usable(info, "destroy")) return Napi::Value();
  if (!info[0].IsFunction()) return throw_misuse(info.Env(), "done must be a function"), Napi::Value();
  link_->waker->on_destroyed(info[0].As<Napi::Function>(), link_);
  destroy_on_thread(link_);
  return Napi::Value();
}

void ClientWrap::destroy_on_thread(std::shared_ptr<WakerLink> to_tell) {
  client_->detach();
  messages_.reset();
  destroy_client(std::move(client_), [link = std::move(to_tell)] {
    if (!link) return;
    std::lock_guard<std::mutex> lock(link->mutex);
    if (link->waker) link->waker->wake(kWakeDestroyed);
  });
}

void ClientWrap::abandon() {
  if (hooked_) napi_remove_env_cleanup_hook(Env(), on_environment_end, this);
  hooked_ = false;
  if (client_) destroy_on_thread(nullptr);
  if (!link_) return;
  QueueWaker* waker;
  {
    std::lock_guard<std::mutex> lock(link_->mutex);
    waker = link_->waker;
    link_->waker = nullptr;
  }
  if (waker) waker->release();
}

void ClientWrap::on_environment_end(void* wrap) {
  ClientWrap* self = static_cast<ClientWrap*>(wrap);
  self->hooked_ = false;
  self->abandon();
}

}  // namespace kafka_napi
