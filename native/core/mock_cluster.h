#pragma once
// librdkafka's in-process brokers.
#include <string>
#include <vector>

#include "core/values/error.h"

struct rd_kafka_mock_cluster_s;

namespace kafka_napi {

class MockCluster {
 public:
  MockCluster() = default;
  MockCluster(const MockCluster&) = delete;
  MockCluster& operator=(const MockCluster&) = delete;
  ~MockCluster() { close(); }

  Error start(int brokers);
  bool is_open() const { return cluster_ != nullptr; }
  std::string bootstrap_servers() const;
  Error create_topic(const std::string& name, int partitions, int replication_factor);
  void push_request_errors(int16_t api_key, const std::vector<int>& errors);
  Error set_broker_down(int id);
  Error set_broker_up(int id);
  Error set_rtt(int id, int rtt_ms);
  Error set_partition_leader(const std::string& topic, int partition, int broker_id);
  Error set_coordinator(const std::string& type, const std::string& key, int broker_id);
  void set_broker_host_port(int id, const std::string& host, int port);
  void close();

 private:
  rd_kafka_t* handle_ = nullptr;
  rd_kafka_mock_cluster_s* cluster_ = nullptr;
};

}  // namespace kafka_napi
