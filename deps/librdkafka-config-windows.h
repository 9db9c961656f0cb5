/* What librdkafka is built with on Windows (force-included; see librdkafka.cmake). */
#ifndef KAFKA_NAPI_RDKAFKA_CONFIG_WINDOWS_H
#define KAFKA_NAPI_RDKAFKA_CONFIG_WINDOWS_H
#define ENABLE_DEVEL 0
#define HAVE_ATOMICS_32 1
#define HAVE_ATOMICS_64 1
#define CJSON_HIDE_SYMBOLS 1
#define WITH_SSL 1
#define WITH_ZLIB 1
#define WITH_ZSTD 1
#define WITH_ZSTD_STATIC 1
#define WITH_SNAPPY 1
#define WITH_SASL_SCRAM 1
#define WITH_SASL_OAUTHBEARER 1
#define WITH_PLUGINS 1
#define WITH_HDRHISTOGRAM 1
#endif
