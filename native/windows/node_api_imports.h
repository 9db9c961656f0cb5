#pragma once
/** The pointers through which Node-API is called (deps/node-api.cmake). */
typedef struct {
  const char* name;
  void** pointer;
} NodeApiImport;

/** The last one has no name. */
extern const NodeApiImport node_api_imports[];
