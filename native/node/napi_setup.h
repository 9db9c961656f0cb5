#pragma once
// The only place that includes napi.h, after its configuration.
#define NODE_ADDON_API_DISABLE_DEPRECATED
#define NODE_ADDON_API_DISABLE_CPP_EXCEPTIONS
// A terminating worker makes any throw fail: return silently instead of aborting the process.
#define NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS
#include <napi.h>
