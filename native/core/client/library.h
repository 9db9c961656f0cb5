#pragma once
// Functions for the whole of librdkafka, not for one client.
#include <string>

#include "core/values/value.h"

namespace kafka_napi {

/**
 * Call once per process, before creating any client. Prevents OpenSSL's cleanup at exit while librdkafka's threads
 * still use it.
 */
void prepare_library();

std::string library_version();

/** [{ errno, name, description }] of every error this librdkafka knows. */
Value error_table();

}  // namespace kafka_napi
