# OpenSSL and zlib as static archives of the system's development packages (see libraries.cmake): the targets, or ${missing}, a text
# that says what is to be installed.

set(OPENSSL_USE_STATIC_LIBS TRUE)
if(APPLE AND NOT OPENSSL_ROOT_DIR)
  foreach(prefix /opt/homebrew/opt/openssl@3 /usr/local/opt/openssl@3)
    if(EXISTS "${prefix}")
      set(OPENSSL_ROOT_DIR "${prefix}")
      break()
    endif()
  endforeach()
endif()
find_package(OpenSSL QUIET)
find_path(KAFKA_NAPI_ZLIB_INCLUDE zlib.h HINTS /opt/homebrew/opt/zlib/include /usr/local/opt/zlib/include)
find_library(KAFKA_NAPI_ZLIB_ARCHIVE NAMES libz.a HINTS /opt/homebrew/opt/zlib/lib /usr/local/opt/zlib/lib)

set(missing "")
if(NOT OPENSSL_FOUND OR NOT OPENSSL_SSL_LIBRARY MATCHES "\\.a$" OR NOT OPENSSL_CRYPTO_LIBRARY MATCHES "\\.a$")
  string(APPEND missing
    "\n  OpenSSL 3 (headers, libssl.a, libcrypto.a):"
    "\n    Debian, Ubuntu:  apt-get install libssl-dev"
    "\n    Alpine:          apk add openssl-dev openssl-libs-static"
    "\n    Fedora, RHEL:    dnf install openssl-devel openssl-static (or, where no openssl-static is"
    "\n                     packaged, build OpenSSL and set the environment variable OPENSSL_ROOT_DIR)"
    "\n    macOS:           brew install openssl@3")
elseif(OPENSSL_VERSION VERSION_LESS 1.1.1)
  string(APPEND missing "\n  OpenSSL 1.1.1 or newer; found ${OPENSSL_VERSION} in ${OPENSSL_INCLUDE_DIR}")
endif()
if(NOT KAFKA_NAPI_ZLIB_INCLUDE OR NOT KAFKA_NAPI_ZLIB_ARCHIVE)
  string(APPEND missing
    "\n  zlib (zlib.h, libz.a):"
    "\n    Debian, Ubuntu:  apt-get install zlib1g-dev"
    "\n    Alpine:          apk add zlib-dev zlib-static"
    "\n    Fedora, RHEL:    dnf install zlib-devel zlib-static"
    "\n    macOS:           brew install zlib")
endif()
if(missing)
  return()
endif()

add_library(zlib_static INTERFACE)
target_include_directories(zlib_static SYSTEM INTERFACE "${KAFKA_NAPI_ZLIB_INCLUDE}")
target_link_libraries(zlib_static INTERFACE "${KAFKA_NAPI_ZLIB_ARCHIVE}")
add_library(openssl_static INTERFACE)
target_link_libraries(openssl_static INTERFACE OpenSSL::SSL OpenSSL::Crypto)
