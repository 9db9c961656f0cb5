#pragma once
// An error as a value: core/ returns it and never throws.
#include "rdkafka.h"

#include <string>

#include "core/values/value.h"

namespace kafka_napi {

struct Error {
  rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
  std::string message;
  bool fatal = false;
  bool retriable = false;
  bool txn_requires_abort = false;

  Error() = default;
  explicit Error(rd_kafka_resp_err_t code);
  Error(rd_kafka_resp_err_t code, std::string message);

  /** Takes ownership; null is no error. */
  static Error take(rd_kafka_error_t* error);

  explicit operator bool() const { return code != RD_KAFKA_RESP_ERR_NO_ERROR; }

  /** { errno, message, isFatal, isRetriable, txnRequiresAbort }, as src/errors reads it. */
  Value to_value() const;
};

}  // namespace kafka_napi
