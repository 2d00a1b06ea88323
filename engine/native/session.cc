/**
 * A TensorFlow graph and the session that runs it, off the JavaScript thread. N-API over TensorFlow's C API, so that
 * one file serves every Node and Electron. JavaScript sees (engine/native/session.ts gives it types):
 *
 *   open(graphDef, config)                   → promise of a session; both are serialised protobufs (GraphDef, ConfigProto)
 *   extend(session, graphDef)                → promise; adds nodes, which may read the ones that are there
 *   run(session, feeds, fetches, targets)    → promise of the fetched values
 *   runNow(session, feeds, fetches, targets) → the fetched values; holds the thread until they are there
 *   close(session)                           frees it, once the runs under way have ended; may be repeated
 *   infer(graphDef, node)                    → { dtype, shape } of each result, nothing being run; sizes that are not
 *                                            known are -1, a shape of which nothing is known is null
 *   count()                                  sessions that TensorFlow holds
 *   hasWinograd                              whether the ops of winograd-ops.cc are there
 *
 * A feed is [name, element type, shape, typed array], copied before the call returns unless it is large: what a promise
 * is given of those, and protobufs, must stay as they are until it is settled. A result is { dtype, shape, data }, copied
 * too, since Electron takes no memory but its own. Names are `node:result`; targets are nodes that only have to run.
 * What fails throws or rejects; errors of TensorFlow's have its code (RESOURCE_EXHAUSTED).
 */
#include <node_api.h>

#include <cstring>
#include <functional>

#include "session-graph.h"
#include "winograd-ops.h"

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

/** What takes longer to copy than to hand over to another thread. */
constexpr size_t largeBytes = 1 << 20;

/**
 * Work on another thread, for which JavaScript waits. `work` knows nothing of JavaScript. `answer` is asked on the
 * JavaScript thread; what it puts on the list is copied on the other thread before JavaScript gets the answer.
 */
struct Promised {
  std::function<void()> work;
  std::function<napi_value(napi_env, std::vector<Copy>&)> answer;
  /** Keeps the arrays that the work reads. */
  std::vector<napi_ref> kept;
  std::vector<Copy> copies;
  napi_ref answered = nullptr;
  std::unique_ptr<Failure> failure;
  napi_deferred deferred = nullptr;
  napi_async_work async = nullptr;

  void execute() {
    try {
      work();
    } catch (const Failure& thrown) {
      failure = std::make_unique<Failure>(thrown);
    } catch (const std::exception& thrown) {
      failure = std::make_unique<Failure>("RESOURCE_EXHAUSTED", thrown.what());
    }
  }
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

void copy(const Copy& wanted, std::vector<Copy>* later) {
  if (later && wanted.bytes >= largeBytes) later->push_back(wanted);
  else wanted.make();
}

/** `later` takes over what is large; absent, all is copied at once. */
Tensor copyIn(napi_env env, napi_value dtype, napi_value dimensions, napi_value array, std::vector<Copy>* later) {
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
  copy({TF_TensorData(tensor.get()), data, bytes}, later);
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

napi_value copyOut(napi_env env, const TF_Tensor* tensor, std::vector<Copy>* later) {
  const ElementType& type = elementType(TF_TensorType(tensor));
  const size_t bytes = TF_TensorByteSize(tensor);
  void* data = nullptr;
  napi_value buffer, array, shape, dtype, result;
  check(env, napi_create_arraybuffer(env, bytes, &data, &buffer));
  copy({data, TF_TensorData(tensor), bytes}, later);
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

napi_value resultsOf(napi_env env, const Run& run, std::vector<Copy>* later) {
  checkStatus(run.status);
  napi_value results;
  check(env, napi_create_array_with_length(env, run.fetched.size(), &results));
  for (uint32_t at = 0; at < run.fetched.size(); at++) {
    check(env, napi_set_element(env, results, at, copyOut(env, run.fetched[at].get(), later)));
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

std::unique_ptr<Run> readRun(napi_env env, napi_value* arguments, std::vector<Copy>* later) {
  auto run = std::make_unique<Run>();
  run->session = openSessionOf(env, arguments[0]);
  const Session& session = *run->session;
  for (uint32_t at = 0, length = lengthOf(env, arguments[1]); at < length; at++) {
    napi_value feed = elementOf(env, arguments[1], at);
    require(lengthOf(env, feed) == 4, "A feed is [name, element type, shape, values]");
    run->feeds.push_back(outputOf(session, textOf(env, elementOf(env, feed, 0))));
    run->fed.push_back(copyIn(env, elementOf(env, feed, 1), elementOf(env, feed, 2), elementOf(env, feed, 3), later));
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

/** Gives `promised` to the other thread, for its work or for the copies of its answer. */
void queue(napi_env env, Promised* promised, napi_async_execute_callback execute, napi_async_complete_callback settle) {
  napi_value name;
  check(env, napi_create_string_utf8(env, "netloom:session", NAPI_AUTO_LENGTH, &name));
  check(env, napi_create_async_work(env, nullptr, name, execute, settle, promised, &promised->async));
  const napi_status status = napi_queue_async_work(env, promised->async);
  if (status == napi_ok) return;
  napi_delete_async_work(env, promised->async);
  check(env, status);
}

/** The end of a promise, with its answer or with what went wrong. */
void end(napi_env env, Promised* held, napi_value answer, napi_value error) {
  std::unique_ptr<Promised> promised(held);
  for (napi_ref array : promised->kept) napi_delete_reference(env, array);
  if (promised->answered) napi_delete_reference(env, promised->answered);
  if (answer) napi_resolve_deferred(env, promised->deferred, answer);
  else if (error) napi_reject_deferred(env, promised->deferred, error);
}

/** Calls `body` on the JavaScript thread; what it throws ends the promise. */
template <typename Body>
void settling(napi_env env, Promised* promised, Body body) {
  napi_value error = nullptr;
  napi_delete_async_work(env, promised->async);
  try {
    return body();
  } catch (const Failure& failure) {
    error = errorOf(env, failure.code, failure.what());
  } catch (const Pending&) {
    // Such as a result too large for a buffer; it becomes the rejection.
    napi_get_and_clear_last_exception(env, &error);
  } catch (const std::exception& failure) {
    error = errorOf(env, "RESOURCE_EXHAUSTED", failure.what());
  }
  end(env, promised, nullptr, error);
}

/** While the environment is torn down JavaScript takes nothing: all is freed anyway. */
void copied(napi_env env, napi_status worked, void* data) {
  auto* promised = static_cast<Promised*>(data);
  settling(env, promised, [&] {
    if (worked != napi_ok) throw Failure("CANCELLED", "The run was given up");
    napi_value answer;
    check(env, napi_get_reference_value(env, promised->answered, &answer));
    end(env, promised, answer, nullptr);
  });
}

void worked(napi_env env, napi_status worked, void* data) {
  auto* promised = static_cast<Promised*>(data);
  settling(env, promised, [&] {
    if (worked != napi_ok) throw Failure("CANCELLED", "The run was given up");
    if (promised->failure) throw *promised->failure;
    napi_value answer = promised->answer(env, promised->copies);
    if (promised->copies.empty()) return end(env, promised, answer, nullptr);
    check(env, napi_create_reference(env, answer, 1, &promised->answered));
    const auto make = [](napi_env, void* of) {
      for (const Copy& one : static_cast<Promised*>(of)->copies) one.make();
    };
    queue(env, promised, make, copied);
  });
}

napi_value promise(napi_env env, std::unique_ptr<Promised> promised) {
  napi_value made;
  check(env, napi_create_promise(env, &promised->deferred, &made));
  queue(env, promised.get(), [](napi_env, void* of) { static_cast<Promised*>(of)->execute(); }, worked);
  promised.release();
  return made;
}

/** Keeps an array as long as the promise is open. */
void keep(napi_env env, Promised& promised, napi_value array) {
  napi_ref reference;
  check(env, napi_create_reference(env, array, 1, &reference));
  promised.kept.push_back(reference);
}

napi_value open(napi_env env, napi_callback_info info) {
  return guarded<2>(env, info, [env](napi_value* arguments) {
    const auto graphDef = bytesOf(env, arguments[0]), config = bytesOf(env, arguments[1]);
    auto promised = std::make_unique<Promised>();
    auto session = std::make_shared<std::shared_ptr<Session>>();
    promised->work = [=] {
      *session = std::make_shared<Session>(graphDef.first, graphDef.second, config.first, config.second);
    };
    promised->answer = [session](napi_env env, std::vector<Copy>&) {
      auto held = std::make_unique<std::shared_ptr<Session>>(*session);
      napi_value object;
      check(env, napi_create_object(env, &object));
      const auto release = [](napi_env, void* data, void*) { delete static_cast<std::shared_ptr<Session>*>(data); };
      check(env, napi_wrap(env, object, held.get(), release, nullptr, nullptr));
      held.release();
      check(env, napi_type_tag_object(env, object, &sessionTag));
      return object;
    };
    for (int at = 0; at < 2; at++) keep(env, *promised, arguments[at]);
    return promise(env, std::move(promised));
  });
}

napi_value extend(napi_env env, napi_callback_info info) {
  return guarded<2>(env, info, [env](napi_value* arguments) {
    const auto graphDef = bytesOf(env, arguments[1]);
    auto promised = std::make_unique<Promised>();
    promised->work = [session = openSessionOf(env, arguments[0]), graphDef] {
      session->extend(graphDef.first, graphDef.second);
    };
    promised->answer = [](napi_env env, std::vector<Copy>&) {
      napi_value nothing;
      check(env, napi_get_undefined(env, &nothing));
      return nothing;
    };
    keep(env, *promised, arguments[1]);
    return promise(env, std::move(promised));
  });
}

napi_value run(napi_env env, napi_callback_info info) {
  return guarded<4>(env, info, [env](napi_value* arguments) {
    auto promised = std::make_unique<Promised>();
    std::vector<Copy> copies;
    std::shared_ptr<Run> run = readRun(env, arguments, &copies);
    if (!copies.empty()) keep(env, *promised, arguments[1]);
    promised->work = [run, copies] {
      for (const Copy& one : copies) one.make();
      run->execute();
    };
    promised->answer = [run](napi_env env, std::vector<Copy>& later) { return resultsOf(env, *run, &later); };
    return promise(env, std::move(promised));
  });
}

napi_value runNow(napi_env env, napi_callback_info info) {
  return guarded<4>(env, info, [env](napi_value* arguments) {
    std::unique_ptr<Run> run = readRun(env, arguments, nullptr);
    run->execute();
    return resultsOf(env, *run, nullptr);
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
  bool hasWinograd = false;
  try {
    hasWinograd = defineWinogradOps();
  } catch (const Failure&) {
    // TensorFlow's own convolutions are there all the same.
  }
  napi_value answer;
  if (napi_get_boolean(env, hasWinograd, &answer) != napi_ok ||
      napi_set_named_property(env, exports, "hasWinograd", answer) != napi_ok) {
    napi_throw_error(env, "NAPI", "The session could not say what it has");
    return nullptr;
  }
  return exports;
}
