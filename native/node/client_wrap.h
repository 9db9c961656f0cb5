#pragma once
// `NativeClient` in src/binding/native.ts.
#include <memory>
#include <vector>

#include "core/client/client.h"
#include "core/records/delivery_batch.h"
#include "core/records/message_batch.h"
#include "core/records/record_batch.h"
#include "held.h"
#include "queue_waker.h"

namespace kafka_napi {

/**
 * Shutting down, in this order and each step once: detach the client (no thread signals any more), pass it to a thread
 * that destroys it, release the waker. It begins with `destroy`, the finalizer, or the end of the environment,
 * whichever comes first.
 */
class ClientWrap : public Napi::ObjectWrap<ClientWrap> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit ClientWrap(const Napi::CallbackInfo& info);
  ~ClientWrap() override;

 private:
  Napi::Value Call(const Napi::CallbackInfo& info);
  Napi::Value Request(const Napi::CallbackInfo& info);
  Napi::Value Topic(const Napi::CallbackInfo& info);
  Napi::Value Submit(const Napi::CallbackInfo& info);
  Napi::Value Pump(const Napi::CallbackInfo& info);
  Napi::Value Drain(const Napi::CallbackInfo& info);
  Napi::Value TopicName(const Napi::CallbackInfo& info);
  Napi::Value TakeEvents(const Napi::CallbackInfo& info);
  Napi::Value TakeLarge(const Napi::CallbackInfo& info);
  Napi::Value TakeEnds(const Napi::CallbackInfo& info);
  Napi::Value Touch(const Napi::CallbackInfo& info);
  Napi::Value Ref(const Napi::CallbackInfo& info);
  Napi::Value Unref(const Napi::CallbackInfo& info);
  Napi::Value Destroy(const Napi::CallbackInfo& info);

  bool read_options(const Napi::CallbackInfo& info, ClientOptions& options);
  bool share_memory(Napi::Object options);
  bool share_columns(Napi::Object columns);
  /** False, with a pending exception, for a receiver that is not a client, or for a destroyed one. */
  bool usable(const Napi::CallbackInfo& info, const char* operation);
  /** Detaches the client and destroys it on another thread, then notifies `to_tell`, if given. */
  void destroy_on_thread(std::shared_ptr<WakerLink> to_tell);
  void abandon();
  static void on_environment_end(void* wrap);

  std::unique_ptr<Client> client_;
  /** Null before the client was created. */
  std::shared_ptr<WakerLink> link_;
  bool hooked_ = false;
  int32_t* status_ = nullptr;
  ProduceSlab slab_;
  DeliveryColumns deliveries_;
  std::unique_ptr<MessageBatch> messages_;
  /** Keep the memory that TypeScript shares alive and in place. */
  std::vector<Held<Napi::Object>> shared_;
  Held<Napi::Array> large_;
  HomeThread home_;
};

}  // namespace kafka_napi
