#include "admin.h"
namespace kafka_napi {
bool admin_handles(const std::string& op) { return op == "probe"; }
Error admin_start(rd_kafka_t* rk, rd_kafka_queue_t* reply_queue, const std::string&, const Value& args, void* opaque) {
  AdminOptionsHandle options(rd_kafka_AdminOptions_new(rk, RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER));
  char reason[512];
  rd_kafka_AdminOptions_set_request_timeout(options.get(), args["timeoutMs"].integer(60000), reason, sizeof(reason));
  rd_kafka_AdminOptions_set_opaque(options.get(), opaque);
  rd_kafka_DescribeCluster(rk, options.get(), reply_queue);
  return Error();
}
Value admin_result(rd_kafka_event_t*, Error&) { return Value(); }
}  // namespace kafka_napi
