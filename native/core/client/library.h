#pragma once
// What concerns librdkafka as a whole, not one client.
#include <string>

#include "value.h"

namespace kafka_napi {

/**
 * Once for the process, before any client. Keeps OpenSSL from tearing itself down at exit while librdkafka's threads still use
 * it.
 */
void prepare_library();

std::string library_version();

/** [{ errno, name, description }] of every error this librdkafka knows. */
Value error_table();

}  // namespace kafka_napi
