/**
 * A TensorFlow graph and the session that runs it, off the JavaScript thread. N-API over TensorFlow's C API, so that
 * one file serves every Node and Electron. JavaScript sees (engine/native/session.ts gives it types):
 *
 *   open(graphDef, config)                   → session; both are serialised protobufs (GraphDef, ConfigProto)
 *   extend(session, graphDef)                adds nodes; they may read the ones that are there
 *   run(session, feeds, fetches, targets)    → promise of the fetched values
 *   runNow(session, feeds, fetches, targets) → the fetched values; holds the thread until they are there
 *   close(session)                           frees it, once the runs under way have ended; may be repeated
 *   infer(graphDef, node)                    → { dtype, shape } of each result, nothing being run; sizes that are not
 *                                            known are -1, a shape of which nothing is known is null
 *   count()                                  sessions that TensorFlow holds
 *
 * A feed is [name, element type, shape, typed array], copied before the call returns; a result is
 * { dtype, shape, data }, copied too, since Electron takes no memory but its own. Names are `node:result`; targets are
 * nodes that only have to run. What fails throws or rejects; errors of TensorFlow's have its code (RESOURCE_EXHAUSTED).
 */
#include <node_api.h>

#include <cstring>

#include "session-graph.h"

namespace {

using namespace netloom;

/** JavaScript has an exception of its own under way, which stays. */
struct Pending {};

void check(napi_env env, napi_status status) {
  if (status == napi_ok) return;
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (pending || status == napi_pending_exception) throw Pending();
  const napi_extended_error_info* info = nullptr;
  napi_get_last_error_info(env, &info);
  throw Failure("NAPI", info && info->error_message ? info->error_message : "N-API failed");
}

/** A call that JavaScript waits for. */
struct Promised {
  std::unique_ptr<Run> run;
  napi_deferred deferred = nullptr;
  napi_async_work work = nullptr;
};

struct ElementType {
  TF_DataType type;
  napi_typedarray_type array;
  size_t size;
};

const ElementType elementTypes[] = {
    {TF_FLOAT, napi_float32_array, 4}, {TF_DOUBLE, napi_float64_array, 8}, {TF_INT32, napi_int32_array, 4},
    {TF_UINT8, napi_uint8_array, 1},   {TF_INT64, napi_bigint64_array, 8}, {TF_BOOL, napi_uint8_array, 1},
};

const ElementType& elementType(int64_t type) {
  for (const ElementType& one : elementTypes) {
    if (one.type == type) return one;
  }
  throw Failure("ERR_INVALID_ARG", "The element type " + std::to_string(type) + " has no form in JavaScript");
}

/** Tells our objects from others, which must not be unwrapped. */
const napi_type_tag sessionTag = {0x6e65746c6f6f6d53, 0x9b1f7a3c5d2e4806};

std::shared_ptr<Session>& sessionOf(napi_env env, napi_value object) {
  bool isOurs = false;
  napi_valuetype type;
  check(env, napi_typeof(env, object, &type));
  if (type == napi_object) check(env, napi_check_object_type_tag(env, object, &sessionTag, &isOurs));
  require(isOurs, "The first argument is no session");
  void* held = nullptr;
  check(env, napi_unwrap(env, object, &held));
  return *static_cast<std::shared_ptr<Session>*>(held);
}

std::shared_ptr<Session> openSessionOf(napi_env env, napi_value object) {
  std::shared_ptr<Session> session = sessionOf(env, object);
  if (!session) throw Failure("CLOSED", "The session is closed");
  return session;
}

std::pair<const uint8_t*, size_t> bytesOf(napi_env env, napi_value value) {
  bool isArray = false;
  check(env, napi_is_typedarray(env, value, &isArray));
  require(isArray, "A protobuf is a Uint8Array");
  napi_typedarray_type type;
  size_t length = 0;
  void* data = nullptr;
  check(env, napi_get_typedarray_info(env, value, &type, &length, &data, nullptr, nullptr));
  require(type == napi_uint8_array, "A protobuf is a Uint8Array");
  return {static_cast<const uint8_t*>(data), length};
}

uint32_t lengthOf(napi_env env, napi_value value) {
  bool isArray = false;
  check(env, napi_is_array(env, value, &isArray));
  require(isArray, "A list is expected");
  uint32_t length = 0;
  check(env, napi_get_array_length(env, value, &length));
  return length;
}

napi_value elementOf(napi_env env, napi_value array, uint32_t index) {
  napi_value element;
  check(env, napi_get_element(env, array, index, &element));
  return element;
}

std::string textOf(napi_env env, napi_value value) {
  size_t length = 0;
  const napi_status status = napi_get_value_string_utf8(env, value, nullptr, 0, &length);
  require(status != napi_string_expected, "A name is a string");
  check(env, status);
  std::string text(length + 1, '\0');
  check(env, napi_get_value_string_utf8(env, value, &text[0], text.size(), &length));
  text.resize(length);
  return text;
}

int64_t numberOf(napi_env env, napi_value value) {
  int64_t number = 0;
  const napi_status status = napi_get_value_int64(env, value, &number);
  require(status != napi_number_expected, "A number is expected");
  check(env, status);
  return number;
}

Tensor copyIn(napi_env env, napi_value dtype, napi_value dimensions, napi_value array) {
  const ElementType& type = elementType(numberOf(env, dtype));
  std::vector<int64_t> shape(lengthOf(env, dimensions));
  size_t bytes = type.size;
  for (uint32_t axis = 0; axis < shape.size(); axis++) {
    shape[axis] = numberOf(env, elementOf(env, dimensions, axis));
    require(shape[axis] >= 0 && !__builtin_mul_overflow(bytes, static_cast<size_t>(shape[axis]), &bytes),
            "A size is out of bounds");
  }
  bool isArray = false;
  check(env, napi_is_typedarray(env, array, &isArray));
  require(isArray, "Values are a typed array");
  napi_typedarray_type arrayType;
  size_t length = 0;
  void* data = nullptr;
  check(env, napi_get_typedarray_info(env, array, &arrayType, &length, &data, nullptr, nullptr));
  require(arrayType == type.array, "The typed array is not of the element type");
  require(length * type.size == bytes, "The shape asks for another number of values");
  Tensor tensor(TF_AllocateTensor(type.type, shape.data(), static_cast<int>(shape.size()), bytes), TF_DeleteTensor);
  if (!tensor) throw Failure("RESOURCE_EXHAUSTED", "There is no memory for " + std::to_string(bytes) + " bytes");
  if (bytes > 0) std::memcpy(TF_TensorData(tensor.get()), data, bytes);
  return tensor;
}

napi_status shapeOf(napi_env env, const std::vector<int64_t>& sizes, napi_value* shape) {
  check(env, napi_create_array_with_length(env, sizes.size(), shape));
  for (uint32_t axis = 0; axis < sizes.size(); axis++) {
    napi_value size;
    check(env, napi_create_int64(env, sizes[axis], &size));
    check(env, napi_set_element(env, *shape, axis, size));
  }
  return napi_ok;
}

napi_value copyOut(napi_env env, const TF_Tensor* tensor) {
  const ElementType& type = elementType(TF_TensorType(tensor));
  const size_t bytes = TF_TensorByteSize(tensor);
  void* data = nullptr;
  napi_value buffer, array, shape, dtype, result;
  check(env, napi_create_arraybuffer(env, bytes, &data, &buffer));
  if (bytes > 0) std::memcpy(data, TF_TensorData(tensor), bytes);
  check(env, napi_create_typedarray(env, type.array, bytes / type.size, buffer, 0, &array));
  std::vector<int64_t> sizes(static_cast<size_t>(TF_NumDims(tensor)));
  for (size_t axis = 0; axis < sizes.size(); axis++) sizes[axis] = TF_Dim(tensor, static_cast<int>(axis));
  check(env, shapeOf(env, sizes, &shape));
  check(env, napi_create_int32(env, type.type, &dtype));
  check(env, napi_create_object(env, &result));
  check(env, napi_set_named_property(env, result, "dtype", dtype));
  check(env, napi_set_named_property(env, result, "shape", shape));
  check(env, napi_set_named_property(env, result, "data", array));
  return result;
}

napi_value resultsOf(napi_env env, const Run& run) {
  checkStatus(run.status);
  napi_value results;
  check(env, napi_create_array_with_length(env, run.fetched.size(), &results));
  for (uint32_t at = 0; at < run.fetched.size(); at++) {
    check(env, napi_set_element(env, results, at, copyOut(env, run.fetched[at].get())));
  }
  return results;
}

napi_value errorOf(napi_env env, const std::string& code, const char* message) {
  napi_value codeText, text, error;
  if (napi_create_string_utf8(env, code.c_str(), code.size(), &codeText) != napi_ok ||
      napi_create_string_utf8(env, message, NAPI_AUTO_LENGTH, &text) != napi_ok ||
      napi_create_error(env, codeText, text, &error) != napi_ok) {
    return nullptr;
  }
  return error;
}

/** Runs `body` with the call's arguments; nothing that it throws leaves C++. */
template <size_t count, typename Body>
napi_value guarded(napi_env env, napi_callback_info info, Body body) {
  try {
    size_t given = count;
    napi_value arguments[count ? count : 1];
    check(env, napi_get_cb_info(env, info, &given, arguments, nullptr, nullptr));
    require(given >= count, "An argument is missing");
    return body(arguments);
  } catch (const Failure& failure) {
    napi_throw_error(env, failure.code.c_str(), failure.what());
  } catch (const Pending&) {
  } catch (const std::exception& error) {
    napi_throw_error(env, "RESOURCE_EXHAUSTED", error.what());
  }
  return nullptr;
}

std::unique_ptr<Run> readRun(napi_env env, napi_value* arguments) {
  auto run = std::make_unique<Run>();
  run->session = openSessionOf(env, arguments[0]);
  const Session& session = *run->session;
  for (uint32_t at = 0, length = lengthOf(env, arguments[1]); at < length; at++) {
    napi_value feed = elementOf(env, arguments[1], at);
    require(lengthOf(env, feed) == 4, "A feed is [name, element type, shape, values]");
    run->feeds.push_back(outputOf(session, textOf(env, elementOf(env, feed, 0))));
    run->fed.push_back(copyIn(env, elementOf(env, feed, 1), elementOf(env, feed, 2), elementOf(env, feed, 3)));
  }
  for (uint32_t at = 0, length = lengthOf(env, arguments[2]); at < length; at++) {
    const TF_Output fetch = outputOf(session, textOf(env, elementOf(env, arguments[2], at)));
    elementType(TF_OperationOutputType(fetch));
    run->fetches.push_back(fetch);
  }
  for (uint32_t at = 0, length = lengthOf(env, arguments[3]); at < length; at++) {
    run->targets.push_back(operationOf(session, textOf(env, elementOf(env, arguments[3], at))));
  }
  return run;
}

napi_value open(napi_env env, napi_callback_info info) {
  return guarded<2>(env, info, [env](napi_value* arguments) {
    const auto graphDef = bytesOf(env, arguments[0]), config = bytesOf(env, arguments[1]);
    auto held = std::make_unique<std::shared_ptr<Session>>(
        std::make_shared<Session>(graphDef.first, graphDef.second, config.first, config.second));
    napi_value object;
    check(env, napi_create_object(env, &object));
    const auto release = [](napi_env, void* data, void*) { delete static_cast<std::shared_ptr<Session>*>(data); };
    check(env, napi_wrap(env, object, held.get(), release, nullptr, nullptr));
    held.release();
    check(env, napi_type_tag_object(env, object, &sessionTag));
    return object;
  });
}

napi_value extend(napi_env env, napi_callback_info info) {
  return guarded<2>(env, info, [env](napi_value* arguments) -> napi_value {
    const auto graphDef = bytesOf(env, arguments[1]);
    openSessionOf(env, arguments[0])->extend(graphDef.first, graphDef.second);
    return nullptr;
  });
}

/** Back on the JavaScript thread. While the environment is torn down JavaScript takes nothing: all is freed anyway. */
void settle(napi_env env, napi_status worked, void* data) {
  std::unique_ptr<Promised> promised(static_cast<Promised*>(data));
  napi_value error = nullptr;
  try {
    if (worked != napi_ok) throw Failure("CANCELLED", "The run was given up");
    napi_value results = resultsOf(env, *promised->run);
    napi_resolve_deferred(env, promised->deferred, results);
    promised->deferred = nullptr;
  } catch (const Failure& failure) {
    error = errorOf(env, failure.code, failure.what());
  } catch (const Pending&) {
    // Such as a result too large for a buffer; it becomes the rejection.
    napi_get_and_clear_last_exception(env, &error);
  } catch (const std::exception& failure) {
    error = errorOf(env, "RESOURCE_EXHAUSTED", failure.what());
  }
  if (promised->deferred && error) napi_reject_deferred(env, promised->deferred, error);
  napi_delete_async_work(env, promised->work);
}

napi_value run(napi_env env, napi_callback_info info) {
  return guarded<4>(env, info, [env](napi_value* arguments) {
    auto promised = std::make_unique<Promised>();
    promised->run = readRun(env, arguments);
    napi_value name, promise;
    check(env, napi_create_string_utf8(env, "netloom:run", NAPI_AUTO_LENGTH, &name));
    const auto execute = [](napi_env, void* data) { static_cast<Promised*>(data)->run->execute(); };
    check(env, napi_create_async_work(env, nullptr, name, execute, settle, promised.get(), &promised->work));
    napi_status status = napi_create_promise(env, &promised->deferred, &promise);
    if (status == napi_ok) status = napi_queue_async_work(env, promised->work);
    if (status != napi_ok) {
      napi_delete_async_work(env, promised->work);
      check(env, status);
    }
    promised.release();
    return promise;
  });
}

napi_value runNow(napi_env env, napi_callback_info info) {
  return guarded<4>(env, info, [env](napi_value* arguments) {
    std::unique_ptr<Run> run = readRun(env, arguments);
    run->execute();
    return resultsOf(env, *run);
  });
}

napi_value close(napi_env env, napi_callback_info info) {
  return guarded<1>(env, info, [env](napi_value* arguments) -> napi_value {
    sessionOf(env, arguments[0]).reset();
    return nullptr;
  });
}

napi_value infer(napi_env env, napi_callback_info info) {
  return guarded<2>(env, info, [env](napi_value* arguments) {
    const auto graphDef = bytesOf(env, arguments[0]);
    const auto inferred = inferResults(graphDef.first, graphDef.second, textOf(env, arguments[1]));
    napi_value results;
    check(env, napi_create_array_with_length(env, inferred.size(), &results));
    for (uint32_t at = 0; at < inferred.size(); at++) {
      napi_value result, dtype, shape;
      check(env, napi_create_object(env, &result));
      check(env, napi_create_int32(env, inferred[at].type, &dtype));
      check(env, napi_set_named_property(env, result, "dtype", dtype));
      check(env, inferred[at].hasRank ? shapeOf(env, inferred[at].shape, &shape) : napi_get_null(env, &shape));
      check(env, napi_set_named_property(env, result, "shape", shape));
      check(env, napi_set_element(env, results, at, result));
    }
    return results;
  });
}

napi_value count(napi_env env, napi_callback_info info) {
  return guarded<0>(env, info, [env](napi_value*) {
    napi_value number;
    check(env, napi_create_int32(env, sessions, &number));
    return number;
  });
}

}  // namespace

NAPI_MODULE_INIT() {
  const std::pair<const char*, napi_callback> functions[] = {{"open", open}, {"extend", extend}, {"run", run},
                                                             {"runNow", runNow}, {"close", close}, {"infer", infer},
                                                             {"count", count}};
  for (const auto& [name, callback] : functions) {
    napi_value function;
    if (napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function) != napi_ok ||
        napi_set_named_property(env, exports, name, function) != napi_ok) {
      napi_throw_error(env, "NAPI", "The session's functions could not be made");
      return nullptr;
    }
  }
  return exports;
}
