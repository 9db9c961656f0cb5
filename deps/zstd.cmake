# zstd as a static library. Tracing would leave weak references to symbols that a host process may
# happen to define; legacy formats are not Kafka's.
enable_language(ASM)
set(ZSTD_DIR "${CMAKE_CURRENT_SOURCE_DIR}/deps/vendor/zstd/lib")
file(GLOB ZSTD_SOURCES "${ZSTD_DIR}/common/*.c" "${ZSTD_DIR}/compress/*.c" "${ZSTD_DIR}/decompress/*.c")
add_library(zstd_static STATIC ${ZSTD_SOURCES})
if(EXISTS "${ZSTD_DIR}/decompress/huf_decompress_amd64.S" AND CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64")
  target_sources(zstd_static PRIVATE "${ZSTD_DIR}/decompress/huf_decompress_amd64.S")
else()
  target_compile_definitions(zstd_static PRIVATE ZSTD_DISABLE_ASM=1)
endif()
target_compile_definitions(zstd_static PRIVATE ZSTD_TRACE=0 ZSTD_LEGACY_SUPPORT=0
  ZSTDLIB_VISIBLE= ZSTDERRORLIB_VISIBLE=)
target_include_directories(zstd_static SYSTEM PUBLIC "${ZSTD_DIR}")
target_compile_options(zstd_static PRIVATE -w)
