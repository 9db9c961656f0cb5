# Common to the toolchain files beside this one, each of which sets the system and what zig calls it. The compilers are scripts
# around "zig cc" that scripts/platforms/zig.mjs writes; it says where they are in the environment, since CMake reads a
# toolchain file anew, without the cache, for each of its probes.
if(NOT DEFINED ENV{KAFKA_NAPI_TOOLS})
  message(FATAL_ERROR "KAFKA_NAPI_TOOLS is not set: build with \"npm run prebuilds -- --target ${KAFKA_NAPI_TARGET}\"")
endif()
set(tools "$ENV{KAFKA_NAPI_TOOLS}")
set(CMAKE_C_COMPILER "${tools}/cc")
set(CMAKE_CXX_COMPILER "${tools}/c++")
set(CMAKE_ASM_COMPILER "${tools}/cc")
set(CMAKE_AR "${tools}/ar" CACHE FILEPATH "")
set(CMAKE_RANLIB "${tools}/ranlib" CACHE FILEPATH "")
foreach(language C CXX ASM)
  set(CMAKE_${language}_COMPILER_AR "${tools}/ar")
  set(CMAKE_${language}_COMPILER_RANLIB "${tools}/ranlib")
endforeach()
if(CMAKE_SYSTEM_NAME STREQUAL "Windows")
  # CMake insists on one. No resource is compiled.
  set(CMAKE_RC_COMPILER "${tools}/none")
elseif(CMAKE_SYSTEM_NAME STREQUAL "Darwin")
  set(CMAKE_INSTALL_NAME_TOOL "${tools}/none" CACHE FILEPATH "")
  set(CMAKE_OSX_DEPLOYMENT_TARGET "" CACHE STRING "Set by zig's target")
endif()
# Nothing of this machine's libraries is for the target.
set(CMAKE_FIND_ROOT_PATH "${tools}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
