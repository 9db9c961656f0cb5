#include "core/values/error.h"

#include <utility>

namespace kafka_napi {

Error::Error(rd_kafka_resp_err_t code) : Error(code, rd_kafka_err2str(code)) {}

Error::Error(rd_kafka_resp_err_t code, std::string message) : code(code), message(std::move(message)) {
  fatal = code == RD_KAFKA_RESP_ERR__FATAL;
}

Error Error::take(rd_kafka_error_t* error) {
  if (error == nullptr) return Error();
  Error result(rd_kafka_error_code(error), rd_kafka_error_string(error));
  result.fatal = rd_kafka_error_is_fatal(error) != 0;
  result.retriable = rd_kafka_error_is_retriable(error) != 0;
  result.txn_requires_abort = rd_kafka_error_txn_requires_abort(error) != 0;
  rd_kafka_error_destroy(error);
  return result;
}

Value Error::to_value() const {
  return Map{{"errno", static_cast<int>(code)},
             {"message", message},
             {"isFatal", fatal},
             {"isRetriable", retriable},
             {"txnRequiresAbort", txn_requires_abort}};
}

}  // namespace kafka_napi
