// The headers package leaves experimental functions out; node-addon-api needs this one where finalizers may not touch the heap.
#include <js_native_api.h>
extern "C" napi_status node_api_post_finalizer(node_api_nogc_env env, napi_finalize finalize_cb, void* finalize_data, void* finalize_hint);
