/* Requirements of a library on Windows only: stay loaded, and release OpenSSL's data of each thread. */
#include <windows.h>

#include <openssl/crypto.h>

#include "node_api_imports.h"

/** The process itself exports Node-API, under any file name. */
static void find_node_api(void) {
  static const wchar_t* const others[] = {L"libnode.dll", L"node.dll", L"nw.dll"};
  HMODULE host = GetModuleHandleW(NULL);
  for (size_t i = 0; i < 3 && GetProcAddress(host, "napi_create_object") == NULL; i++) {
    HMODULE other = GetModuleHandleW(others[i]);
    if (other != NULL) host = other;
  }
  for (const NodeApiImport* import = node_api_imports; import->name != NULL; import++)
    *import->pointer = (void*)GetProcAddress(host, import->name);
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, LPVOID reserved) {
  (void)reserved;
  if (reason == DLL_PROCESS_ATTACH) {
    find_node_api();
    /* Node unloads an addon when its last worker ends, while librdkafka's threads may still run in it. */
    HMODULE pinned;
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN, (LPCWSTR)self, &pinned);
  } else if (reason == DLL_THREAD_DETACH) {
    OPENSSL_thread_stop();
  }
  return TRUE;
}
