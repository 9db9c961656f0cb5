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

if(WIN32)
  # No import library: it would name node.exe, and the process may be another one (Electron, Bun, Deno, a renamed node.exe). The
  # headers say __declspec(dllimport), so calls go through the pointers __imp_napi_...: they are defined here, and filled from the
  # process's own exports when the library is loaded (dll_main.c).
  list(GET CMAKE_JS_INC 0 node_api_include)
  foreach(include ${CMAKE_JS_INC})
    if(EXISTS "${include}/node_api.h")
      set(node_api_include "${include}")
    endif()
  endforeach()
  set(names "")
  foreach(def js_native_api node_api)
    file(STRINGS "${node_api_include}/../def/${def}.def" lines REGEX "^(napi|node_api)_")
    list(APPEND names ${lines})
  endforeach()
  list(REMOVE_DUPLICATES names)
  set(variables "")
  set(rows "")
  foreach(name ${names})
    string(STRIP "${name}" name)
    string(APPEND variables "void* __imp_${name};\n")
    string(APPEND rows "  {\"${name}\", &__imp_${name}},\n")
  endforeach()
  file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/node_api_imports.c.new"
    "#include \"node_api_imports.h\"\n${variables}const NodeApiImport node_api_imports[] = {\n${rows}  {0, 0},\n};\n")
  configure_file("${CMAKE_CURRENT_BINARY_DIR}/node_api_imports.c.new" "${CMAKE_CURRENT_BINARY_DIR}/node_api_imports.c" COPYONLY)
  # Without this the headers say dllexport instead.
  target_compile_definitions(node_api INTERFACE BUILDING_NODE_EXTENSION)
  target_sources(node_api INTERFACE "${CMAKE_CURRENT_BINARY_DIR}/node_api_imports.c")
  target_include_directories(node_api INTERFACE "${CMAKE_CURRENT_SOURCE_DIR}/native/windows")
endif()
