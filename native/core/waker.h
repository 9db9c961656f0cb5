#pragma once

namespace kafka_napi {

/** Bits of a wake-up, as `Wake` in src/binding/native.ts. */
enum WakeBit : int {
  kWakeMain = 1,
  kWakeConsumer = 2,
  /** The handle is gone: `destroy` is done. Never seen by TypeScript's onWake. */
  kWakeDestroyed = 4,
};

/** What librdkafka's threads may do in our callbacks: signal, and nothing else. Must not call librdkafka, block or throw. */
class Waker {
 public:
  virtual ~Waker() = default;
  virtual void wake(int bits) noexcept = 0;
};

}  // namespace kafka_napi
