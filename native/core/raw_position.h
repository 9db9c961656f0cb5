#pragma once
/* The other look behind librdkafka's public interface, as raw_headers.h. */
#include <stdint.h>

#include "rdkafka.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Where fetching of an assigned partition began, the committed offset or what `auto.offset.reset` led to; rd_kafka_position tells
 * nothing before the first message was consumed, and then only this is no longer what it says. Negative: not known yet.
 */
int64_t kafka_napi_start_position(rd_kafka_t* rk, const char* topic, int32_t partition);

#ifdef __cplusplus
}
#endif
