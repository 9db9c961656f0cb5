# librdkafka as a static library, from its own C files. The copy that the npm registry carries
# lacks the packaging/ folder that its CMake files need, so the list of files, the probes of the
# system and config.h are ours.
#
# Left out on purpose: curl (OIDC tokens are fetched in TypeScript) and Cyrus SASL (a build option
# of its own, some day); C11 threads, because the thread sanitizer knows pthreads only and an old
# glibc has no threads.h: the bundled wrapper over pthreads does the same.

include(CheckCSourceCompiles)
include(CheckSymbolExists)

if(KAFKA_NAPI_LIBRDKAFKA)
  set(RDKAFKA_DIR "${KAFKA_NAPI_LIBRDKAFKA}/src")
elseif(KAFKA_NAPI_PATCHES STREQUAL "none")
  set(RDKAFKA_DIR "${CMAKE_CURRENT_SOURCE_DIR}/deps/vendor/librdkafka/src")
else()
  set(RDKAFKA_DIR "${CMAKE_CURRENT_SOURCE_DIR}/deps/vendor/librdkafka-${KAFKA_NAPI_PATCHES}/src")
endif()
if(NOT KAFKA_NAPI_LIBRDKAFKA AND NOT EXISTS "${RDKAFKA_DIR}/../.stamp")
  message(FATAL_ERROR "deps/vendor has no librdkafka with the patches '${KAFKA_NAPI_PATCHES}'. Fetch it first: KAFKA_NAPI_PATCHES=${KAFKA_NAPI_PATCHES} node deps/fetch.mjs")
endif()
set(RDKAFKA_GENERATED_DIR "${CMAKE_CURRENT_BINARY_DIR}/librdkafka")

set(RDKAFKA_SOURCES
  cJSON.c crc32c.c lz4.c lz4frame.c lz4hc.c nanopb/pb_common.c nanopb/pb_decode.c nanopb/pb_encode.c
  opentelemetry/common.pb.c opentelemetry/metrics.pb.c opentelemetry/resource.pb.c
  rdaddr.c rdavl.c rdbase64.c rdbuf.c rdcrc32.c rddl.c rdfnv1a.c rdgz.c rdhdrhistogram.c
  rdkafka.c rdkafka_admin.c rdkafka_assignment.c rdkafka_assignor.c rdkafka_aux.c
  rdkafka_background.c rdkafka_broker.c rdkafka_buf.c rdkafka_cert.c rdkafka_cgrp.c rdkafka_conf.c
  rdkafka_coord.c rdkafka_error.c rdkafka_event.c rdkafka_feature.c rdkafka_fetcher.c
  rdkafka_header.c rdkafka_idempotence.c rdkafka_interceptor.c rdkafka_lz4.c rdkafka_metadata.c
  rdkafka_metadata_cache.c rdkafka_mock.c rdkafka_mock_cgrp.c rdkafka_mock_handlers.c
  rdkafka_mock_sharegrp.c rdkafka_msg.c rdkafka_msgset_reader.c rdkafka_msgset_writer.c
  rdkafka_offset.c rdkafka_op.c rdkafka_partition.c rdkafka_pattern.c rdkafka_plugin.c
  rdkafka_queue.c rdkafka_range_assignor.c rdkafka_request.c rdkafka_roundrobin_assignor.c
  rdkafka_sasl.c rdkafka_sasl_oauthbearer.c rdkafka_sasl_plain.c rdkafka_sasl_scram.c
  rdkafka_share_acknowledgement.c rdkafka_ssl.c rdkafka_sticky_assignor.c rdkafka_subscription.c
  rdkafka_telemetry.c rdkafka_telemetry_decode.c rdkafka_telemetry_encode.c rdkafka_timer.c
  rdkafka_topic.c rdkafka_transport.c rdkafka_txnmgr.c rdkafka_zstd.c
  rdlist.c rdlog.c rdmap.c rdmurmur2.c rdports.c rdrand.c rdregex.c rdstring.c rdunittest.c
  rdunittest_acknowledge.c rdunittest_fetcher.c rdunittest_msgset_errors.c rdvarint.c rdxxhash.c
  snappy.c tinycthread.c tinycthread_extra.c)

function(probe_c variable code)
  check_c_source_compiles("${code}" ${variable})
  if(${variable})
    set(${variable} 1 PARENT_SCOPE)
  else()
    set(${variable} 0 PARENT_SCOPE)
  endif()
endfunction()

set(CMAKE_REQUIRED_DEFINITIONS -D_GNU_SOURCE)
set(CMAKE_REQUIRED_LIBRARIES Threads::Threads)
probe_c(HAVE_ATOMICS_32 "#include <stdint.h>\nint main(void){int32_t v=0;return __atomic_add_fetch(&v,1,__ATOMIC_SEQ_CST);}")
probe_c(HAVE_ATOMICS_64 "#include <stdint.h>\nint main(void){int64_t v=0;return (int)__atomic_add_fetch(&v,1,__ATOMIC_SEQ_CST);}")
probe_c(HAVE_REGEX "#include <stddef.h>\n#include <regex.h>\nint main(void){regex_t r;return regcomp(&r,\"a\",0);}")
probe_c(HAVE_RAND_R "#include <stdlib.h>\nint main(void){unsigned s=1;return rand_r(&s);}")
probe_c(HAVE_GETENTROPY "#include <unistd.h>\n#include <sys/random.h>\nint main(void){char b[8];return getentropy(b,8);}")
probe_c(HAVE_STRNDUP "#include <string.h>\nint main(void){return strndup(\"a\",1)==0;}")
probe_c(HAVE_STRLCPY "#include <string.h>\nint main(void){char d[2];return (int)strlcpy(d,\"a\",2);}")
probe_c(HAVE_STRERROR_R "#include <string.h>\nint main(void){char b[8];(void)strerror_r(1,b,8);return 0;}")
probe_c(HAVE_STRCASESTR "#include <string.h>\nint main(void){return strcasestr(\"a\",\"A\")==0;}")
probe_c(HAVE_GETRUSAGE "#include <sys/resource.h>\nint main(void){struct rusage r;return getrusage(RUSAGE_SELF,&r);}")
probe_c(HAVE_PTHREAD_SETNAME_GNU "#include <pthread.h>\nint main(void){return pthread_setname_np(pthread_self(),\"a\");}")
probe_c(HAVE_PTHREAD_SETNAME_DARWIN "#include <pthread.h>\nint main(void){return pthread_setname_np(\"a\");}")
probe_c(WITH_SYSLOG "#include <syslog.h>\nint main(void){syslog(LOG_INFO,\"a\");return 0;}")
probe_c(WITH_CRC32C_HW "#include <stdint.h>\nint main(void){uint64_t a=0;uint32_t b=0;__asm__(\"crc32q %1,%0\":\"+r\"(a):\"r\"(a));(void)b;return (int)a;}")
if(NOT HAVE_ATOMICS_32 OR NOT HAVE_ATOMICS_64)
  message(FATAL_ERROR "The compiler has no built-in 32 and 64 bit atomics; GCC and Clang do on every platform this package supports")
endif()
set(HAVE_ATOMICS_32_ATOMIC 1)
set(HAVE_ATOMICS_64_ATOMIC 1)
unset(CMAKE_REQUIRED_DEFINITIONS)
unset(CMAKE_REQUIRED_LIBRARIES)
if(NOT HAVE_REGEX)
  list(APPEND RDKAFKA_SOURCES regexp.c)
endif()
if(WIN32)
  list(APPEND RDKAFKA_SOURCES rdkafka_sasl_win32.c)
  # Exported otherwise.
  set_source_files_properties("${RDKAFKA_DIR}/cJSON.c" PROPERTIES COMPILE_DEFINITIONS CJSON_HIDE_SYMBOLS)
  # Hands wide strings to InitializeSecurityContext.
  set_source_files_properties("${RDKAFKA_DIR}/rdkafka_sasl_win32.c" PROPERTIES COMPILE_DEFINITIONS "UNICODE;_UNICODE")
endif()

# Seen in the debug log of a client ("builtin.features" is computed from the defines instead).
set(RDKAFKA_BUILT_WITH "CMAKE ${CMAKE_C_COMPILER_ID} SSL ZLIB ZSTD SNAPPY LZ4 SASL_SCRAM SASL_OAUTHBEARER PLUGINS HDRHISTOGRAM")
configure_file("${CMAKE_CURRENT_LIST_DIR}/librdkafka-config.h.in" "${RDKAFKA_GENERATED_DIR}/config.h" @ONLY)
set(RDKAFKA_OPTIONS "")
if(WIN32)
  # There it includes its own win32_config.h instead, which asks for curl, unless this is defined; what it then has left are two
  # texts (SOLIB_EXT, BUILT_WITH). The rest has to reach every file that sees its internal headers: structures depend on it.
  set(RDKAFKA_OPTIONS -DWITHOUT_WIN32_CONFIG -include "${CMAKE_CURRENT_LIST_DIR}/librdkafka-config-windows.h")
endif()
# librdkafka says #include "../config.h": found through this empty folder beside the generated file.
file(MAKE_DIRECTORY "${RDKAFKA_GENERATED_DIR}/include")

list(TRANSFORM RDKAFKA_SOURCES PREPEND "${RDKAFKA_DIR}/")
add_library(rdkafka_static STATIC ${RDKAFKA_SOURCES})
target_include_directories(rdkafka_static SYSTEM PUBLIC "${RDKAFKA_DIR}" PRIVATE "${RDKAFKA_GENERATED_DIR}/include")
target_compile_definitions(rdkafka_static PRIVATE _GNU_SOURCE PUBLIC LIBRDKAFKA_STATICLIB)
# Third-party code: its warnings are not ours to fix. Its asserts stay on, as in its own build.
target_compile_options(rdkafka_static PRIVATE -w -UNDEBUG ${RDKAFKA_OPTIONS})
target_link_libraries(rdkafka_static
  PRIVATE zstd_static
  PUBLIC openssl_static zlib_static Threads::Threads ${CMAKE_DL_LIBS})
if(WIN32)
  target_link_libraries(rdkafka_static PUBLIC ws2_32 secur32 crypt32 bcrypt advapi32 user32)
else()
  target_link_libraries(rdkafka_static PUBLIC m)
endif()
