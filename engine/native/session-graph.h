/**
 * A TensorFlow graph, the session that runs it, and one call of it: TensorFlow's C API with every status checked and
 * every object owned. Nothing here knows JavaScript; session.cc does.
 */
#ifndef NETLOOM_SESSION_GRAPH_H_
#define NETLOOM_SESSION_GRAPH_H_

#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tensorflow/c/c_api.h"

namespace netloom {

/** What went wrong; becomes a JavaScript exception with a code. */
struct Failure : std::runtime_error {
  Failure(std::string code, const std::string& message) : std::runtime_error(message), code(std::move(code)) {}
  std::string code;
};

inline void require(bool condition, const char* message) {
  if (!condition) throw Failure("ERR_INVALID_ARG", message);
}

inline const char* codeName(TF_Code code) {
  switch (code) {
    case TF_CANCELLED: return "CANCELLED";
    case TF_INVALID_ARGUMENT: return "INVALID_ARGUMENT";
    case TF_DEADLINE_EXCEEDED: return "DEADLINE_EXCEEDED";
    case TF_NOT_FOUND: return "NOT_FOUND";
    case TF_ALREADY_EXISTS: return "ALREADY_EXISTS";
    case TF_PERMISSION_DENIED: return "PERMISSION_DENIED";
    case TF_RESOURCE_EXHAUSTED: return "RESOURCE_EXHAUSTED";
    case TF_FAILED_PRECONDITION: return "FAILED_PRECONDITION";
    case TF_ABORTED: return "ABORTED";
    case TF_OUT_OF_RANGE: return "OUT_OF_RANGE";
    case TF_UNIMPLEMENTED: return "UNIMPLEMENTED";
    case TF_INTERNAL: return "INTERNAL";
    case TF_UNAVAILABLE: return "UNAVAILABLE";
    case TF_DATA_LOSS: return "DATA_LOSS";
    default: return "UNKNOWN";
  }
}

using Status = std::unique_ptr<TF_Status, decltype(&TF_DeleteStatus)>;
using Tensor = std::unique_ptr<TF_Tensor, decltype(&TF_DeleteTensor)>;
using Buffer = std::unique_ptr<TF_Buffer, decltype(&TF_DeleteBuffer)>;

inline Status newStatus() { return Status(TF_NewStatus(), TF_DeleteStatus); }

inline void checkStatus(const Status& status) {
  const TF_Code code = TF_GetCode(status.get());
  if (code != TF_OK) throw Failure(codeName(code), TF_Message(status.get()));
}

/** Adds a serialised GraphDef's nodes. */
inline void importInto(TF_Graph* graph, const uint8_t* graphDef, size_t size) {
  Buffer buffer(TF_NewBufferFromString(graphDef, size), TF_DeleteBuffer);
  std::unique_ptr<TF_ImportGraphDefOptions, decltype(&TF_DeleteImportGraphDefOptions)> options(
      TF_NewImportGraphDefOptions(), TF_DeleteImportGraphDefOptions);
  Status status = newStatus();
  TF_GraphImportGraphDef(graph, buffer.get(), options.get(), status.get());
  checkStatus(status);
}

/** Sessions that TensorFlow holds. */
inline std::atomic<int> sessions{0};

/** Owned together by its JavaScript object and the runs under way: the last of them frees it, on whichever thread. */
struct Session {
  TF_Graph* graph = nullptr;
  TF_Session* session = nullptr;

  Session(const uint8_t* graphDef, size_t graphSize, const uint8_t* config, size_t configSize) {
    sessions++;
    try {
      graph = TF_NewGraph();
      extend(graphDef, graphSize);
      std::unique_ptr<TF_SessionOptions, decltype(&TF_DeleteSessionOptions)> options(TF_NewSessionOptions(),
                                                                                     TF_DeleteSessionOptions);
      Status status = newStatus();
      TF_SetConfig(options.get(), config, configSize, status.get());
      checkStatus(status);
      session = TF_NewSession(graph, options.get(), status.get());
      checkStatus(status);
    } catch (...) {
      free();
      throw;
    }
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() { free(); }

  void extend(const uint8_t* graphDef, size_t size) { importInto(graph, graphDef, size); }

 private:
  /** A session that cannot be closed is deleted all the same: there is nobody to tell. */
  void free() {
    Status status = newStatus();
    if (session) {
      TF_CloseSession(session, status.get());
      TF_DeleteSession(session, status.get());
    }
    if (graph) TF_DeleteGraph(graph);
    sessions--;
  }
};

/** A node by its name. */
inline TF_Operation* operationOf(const Session& session, const std::string& name) {
  TF_Operation* operation = TF_GraphOperationByName(session.graph, name.c_str());
  if (!operation) throw Failure("NOT_FOUND", "The graph has no node " + name);
  return operation;
}

/** `name:1` is result 1, `name` result 0. */
inline TF_Output outputOf(const Session& session, const std::string& ref) {
  const size_t colon = ref.rfind(':');
  TF_Operation* operation = operationOf(session, ref.substr(0, colon));
  int index = 0;
  if (colon != std::string::npos) {
    require(colon + 1 < ref.size() && ref.size() - colon < 8, "A result's number is expected behind the colon");
    for (size_t at = colon + 1; at < ref.size(); at++) {
      require(ref[at] >= '0' && ref[at] <= '9', "A result's number is expected behind the colon");
      index = index * 10 + (ref[at] - '0');
    }
  }
  if (index >= TF_OperationNumOutputs(operation)) throw Failure("NOT_FOUND", "There is no result " + ref);
  return {operation, index};
}

/** What TensorFlow knows of a node's result before anything is run: a size that it does not know is -1. */
struct Inferred {
  TF_DataType type;
  bool hasRank;
  std::vector<int64_t> shape;
};

/** The results of the node `name` by TensorFlow's own shape functions, which read constants of the graph. */
inline std::vector<Inferred> inferResults(const uint8_t* graphDef, size_t size, const std::string& name) {
  std::unique_ptr<TF_Graph, decltype(&TF_DeleteGraph)> graph(TF_NewGraph(), TF_DeleteGraph);
  importInto(graph.get(), graphDef, size);
  TF_Operation* operation = TF_GraphOperationByName(graph.get(), name.c_str());
  if (!operation) throw Failure("NOT_FOUND", "The graph has no node " + name);
  Status status = newStatus();
  std::vector<Inferred> results;
  for (int at = 0; at < TF_OperationNumOutputs(operation); at++) {
    const TF_Output output{operation, at};
    const int rank = TF_GraphGetTensorNumDims(graph.get(), output, status.get());
    checkStatus(status);
    Inferred result{TF_OperationOutputType(output), rank >= 0, std::vector<int64_t>(rank > 0 ? rank : 0)};
    if (rank > 0) {
      TF_GraphGetTensorShape(graph.get(), output, result.shape.data(), rank, status.get());
      checkStatus(status);
    }
    results.push_back(std::move(result));
  }
  return results;
}

/** Memory to be copied, on whichever thread. */
struct Copy {
  void* to;
  const void* from;
  size_t bytes;
  void make() const {
    if (bytes > 0) std::memcpy(to, from, bytes);
  }
};

/** One call of a session: what goes in, what comes out. */
struct Run {
  std::shared_ptr<Session> session;
  std::vector<TF_Output> feeds;
  std::vector<Tensor> fed;
  std::vector<TF_Output> fetches;
  std::vector<Tensor> fetched;
  std::vector<const TF_Operation*> targets;
  Status status = newStatus();

  /** May be called on any thread. */
  void execute() {
    std::vector<TF_Tensor*> in, out(fetches.size(), nullptr);
    in.reserve(fed.size());
    fetched.reserve(out.size());
    for (const Tensor& tensor : fed) in.push_back(tensor.get());
    TF_SessionRun(session->session, nullptr, feeds.data(), in.data(), static_cast<int>(in.size()), fetches.data(),
                  out.data(), static_cast<int>(out.size()), targets.data(), static_cast<int>(targets.size()), nullptr,
                  status.get());
    for (TF_Tensor* tensor : out) fetched.emplace_back(tensor, TF_DeleteTensor);
    fed.clear();
  }
};

}  // namespace netloom

#endif  // NETLOOM_SESSION_GRAPH_H_
