#pragma once
#include "core/boundary.h"

namespace kafka_napi {

/**
 * The only thing that our callbacks may do on librdkafka's threads: signal. Must not call librdkafka, block or throw.
 */
class Waker {
 public:
  virtual ~Waker() = default;
  virtual void wake(int bits) noexcept = 0;
};

}  // namespace kafka_napi
