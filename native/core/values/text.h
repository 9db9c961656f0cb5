#pragma once
// Conditions for a string to reach librdkafka unchanged. librdkafka uses C strings, which end at the first NUL, and
// Kafka's protocol has 16-bit string lengths. A string that violates this would be read as a different name.
#include <string>

#include "core/values/error.h"
#include "core/values/value.h"

namespace kafka_napi {

/** Maximum length of a string in Kafka's protocol, in bytes. */
constexpr size_t kLongestText = 32767;

/** Returns an error that mentions `what` if the string contains a NUL. */
Error check_c_string(const std::string& text, const char* what);

/**
 * Runs check_c_string for every string within `value`, and returns an error for one longer than `longest` bytes.
 * Members named `metadata` may contain a NUL: they are passed with their length.
 */
Error check_texts(const Value& value, size_t longest = kLongestText);

}  // namespace kafka_napi
