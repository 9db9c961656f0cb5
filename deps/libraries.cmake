# OpenSSL and zlib as static archives. Node exports its own OpenSSL from the executable: a shared libssl of ours would be bound to
# Node's symbols by accident, so an archive is required.
# Made here: the targets openssl_static and zlib_static.
#
# The environment variable KAFKA_NAPI_SYSTEM_LIBRARIES says whose: 1, the system's; 0, built from the pinned sources by
# libraries.mjs, which keeps the result in a cache. Not set: a cross build takes the pinned ones; a local build the system's
# where its development packages are installed (a build of OpenSSL takes minutes), and the pinned ones elsewhere.
set(whose "$ENV{KAFKA_NAPI_SYSTEM_LIBRARIES}")
if(NOT whose MATCHES "^[01]?$")
  message(FATAL_ERROR "KAFKA_NAPI_SYSTEM_LIBRARIES: '${whose}' is not a choice. Valid choices: 1 (the system's OpenSSL and zlib), "
    "0 (built from the pinned sources).")
endif()
if(whose STREQUAL "" AND KAFKA_NAPI_TARGET)
  set(whose 0)
endif()

set(missing "")
if(NOT whose STREQUAL "0")
  include("${CMAKE_CURRENT_LIST_DIR}/system-libraries.cmake")
  if(NOT missing)
    message(STATUS "OpenSSL and zlib: the system's")
    return()
  elseif(whose STREQUAL "1")
    message(FATAL_ERROR "kafka-napi cannot be built with the system's libraries. Please install:${missing}")
  endif()
endif()

set(command node "${CMAKE_CURRENT_LIST_DIR}/libraries.mjs" --cc "${CMAKE_C_COMPILER}")
if(KAFKA_NAPI_TARGET)
  list(APPEND command --target ${KAFKA_NAPI_TARGET})
endif()
execute_process(COMMAND ${command} OUTPUT_VARIABLE prefix RESULT_VARIABLE status)
if(status EQUAL 2 AND missing)
  message(FATAL_ERROR "kafka-napi cannot be built. Install the tools named above, with which OpenSSL and zlib are built from "
    "their pinned sources, or what is missing of the system's own:${missing}")
elseif(NOT status EQUAL 0)
  message(FATAL_ERROR "OpenSSL and zlib were not built: see above")
endif()

message(STATUS "OpenSSL and zlib: ${prefix}")
add_library(zlib_static INTERFACE)
target_include_directories(zlib_static SYSTEM INTERFACE "${prefix}/include")
target_link_libraries(zlib_static INTERFACE "${prefix}/lib/libz.a")
add_library(openssl_static INTERFACE)
target_include_directories(openssl_static SYSTEM INTERFACE "${prefix}/include")
target_link_libraries(openssl_static INTERFACE "${prefix}/lib/libssl.a" "${prefix}/lib/libcrypto.a")
