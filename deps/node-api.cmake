# Node-API headers from npm packages: nothing is downloaded at configure time, and no header of a
# particular Node version is seen. cmake-js hands the folders over; without it node is asked.
if(NOT CMAKE_JS_INC)
  execute_process(
    COMMAND node -p "[require('node-api-headers').include_dir, require('node-addon-api').include_dir].join(';')"
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
    OUTPUT_VARIABLE CMAKE_JS_INC OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT CMAKE_JS_INC)
  message(FATAL_ERROR "node-api-headers and node-addon-api are not installed: run \"npm install --ignore-scripts\" in ${CMAKE_CURRENT_SOURCE_DIR}")
endif()
add_library(node_api INTERFACE)
target_include_directories(node_api SYSTEM INTERFACE ${CMAKE_JS_INC})
target_compile_definitions(node_api INTERFACE NAPI_VERSION=8)
