#include "core/mock_cluster.h"

#include "core/values/handle.h"
#include "rdkafka_mock.h"

namespace kafka_napi {

Error MockCluster::start(int brokers) {
  char reason[512] = "";
  // The cluster needs a client instance. It connects to nothing, about which it would warn on stderr.
  ConfHandle conf(rd_kafka_conf_new());
  rd_kafka_conf_set_log_cb(conf.get(), nullptr);
  handle_ = rd_kafka_new(RD_KAFKA_PRODUCER, conf.get(), reason, sizeof(reason));
  if (handle_ != nullptr) conf.release();
  if (handle_ == nullptr) return Error(RD_KAFKA_RESP_ERR__FAIL, reason);
  cluster_ = rd_kafka_mock_cluster_new(handle_, brokers);
  if (cluster_ != nullptr) return Error();
  close();
  return Error(RD_KAFKA_RESP_ERR__FAIL, "the mock cluster could not be started");
}

std::string MockCluster::bootstrap_servers() const { return rd_kafka_mock_cluster_bootstraps(cluster_); }

Error MockCluster::create_topic(const std::string& name, int partitions, int replication_factor) {
  return Error(rd_kafka_mock_topic_create(cluster_, name.c_str(), partitions, replication_factor));
}

void MockCluster::push_request_errors(int16_t api_key, const std::vector<int>& errors) {
  std::vector<rd_kafka_resp_err_t> codes;
  for (int error : errors) codes.push_back(static_cast<rd_kafka_resp_err_t>(error));
  rd_kafka_mock_push_request_errors_array(cluster_, api_key, codes.size(), codes.data());
}

Error MockCluster::set_broker_down(int id) { return Error(rd_kafka_mock_broker_set_down(cluster_, id)); }

Error MockCluster::set_broker_up(int id) { return Error(rd_kafka_mock_broker_set_up(cluster_, id)); }

Error MockCluster::set_rtt(int id, int rtt_ms) { return Error(rd_kafka_mock_broker_set_rtt(cluster_, id, rtt_ms)); }

Error MockCluster::set_partition_leader(const std::string& topic, int partition, int broker_id) {
  return Error(rd_kafka_mock_partition_set_leader(cluster_, topic.c_str(), partition, broker_id));
}

Error MockCluster::set_coordinator(const std::string& type, const std::string& key, int broker_id) {
  return Error(rd_kafka_mock_coordinator_set(cluster_, type.c_str(), key.c_str(), broker_id));
}

void MockCluster::set_broker_host_port(int id, const std::string& host, int port) {
  rd_kafka_mock_broker_set_host_port(cluster_, id, host.c_str(), port);
}

void MockCluster::close() {
  if (cluster_ != nullptr) rd_kafka_mock_cluster_destroy(cluster_);
  cluster_ = nullptr;
  if (handle_ != nullptr) rd_kafka_destroy(handle_);
  handle_ = nullptr;
}

}  // namespace kafka_napi
