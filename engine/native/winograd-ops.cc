/**
 * The convolutions of winograd.h as ops of TensorFlow's, for the CPU: NetloomConv2D and its two gradients. They take
 * what Conv2D, Conv2DBackpropInput and Conv2DBackpropFilter take, so that one stands in for the other.
 */
#include "winograd-ops.h"

#include <initializer_list>
#include <memory>
#include <new>
#include <vector>

#include "tensorflow/c/ops.h"
#include "kernel-api.h"
#include "session-graph.h"
#include "winograd.h"
#include "workers.h"

namespace netloom {
namespace {

/** What a node of the graph states. */
struct Attributes {
  /** Rows and columns of zeros around the maps: top, bottom, left, right. */
  int64_t margins[4] = {};
  int64_t threads = 1;
};

using Sizes = std::vector<int64_t>;

void* create(TF_OpKernelConstruction* construction) {
  auto attributes = std::make_unique<Attributes>();
  Status status = newStatus();
  TF_OpKernelConstruction_GetAttrInt64List(construction, "margins", attributes->margins, 4, status.get());
  if (TF_GetCode(status.get()) == TF_OK) {
    TF_OpKernelConstruction_GetAttrInt64(construction, "threads", &attributes->threads, status.get());
  }
  if (TF_GetCode(status.get()) != TF_OK) TF_OpKernelConstruction_Failure(construction, status.get());
  return attributes.release();
}

void destroy(void* attributes) { delete static_cast<Attributes*>(attributes); }

Tensor inputOf(TF_OpKernelContext* context, int index) {
  Status status = newStatus();
  TF_Tensor* tensor = nullptr;
  TF_GetInput(context, index, &tensor, status.get());
  checkStatus(status);
  return Tensor(tensor, TF_DeleteTensor);
}

Sizes shapeOf(const Tensor& tensor) {
  Sizes shape(TF_NumDims(tensor.get()));
  for (size_t axis = 0; axis < shape.size(); axis++) shape[axis] = TF_Dim(tensor.get(), static_cast<int>(axis));
  return shape;
}

/** The sizes that a tensor [4] holds, int32. */
Sizes sizesIn(const Tensor& tensor) {
  require(TF_NumDims(tensor.get()) == 1 && TF_Dim(tensor.get(), 0) == 4, "Four sizes are expected");
  const auto* values = static_cast<const int32_t*>(TF_TensorData(tensor.get()));
  return Sizes(values, values + 4);
}

float* valuesOf(const Tensor& tensor) { return static_cast<float*>(TF_TensorData(tensor.get())); }

Tensor outputOf(TF_OpKernelContext* context, const Sizes& shape) {
  int64_t size = 1;
  for (const int64_t length : shape) size *= length;
  Status status = newStatus();
  Tensor tensor(TF_AllocateOutput(context, 0, TF_FLOAT, shape.data(), static_cast<int>(shape.size()),
                                  size * sizeof(float), status.get()),
                TF_DeleteTensor);
  checkStatus(status);
  return tensor;
}

Convolution convolutionOf(const Sizes& x, const Sizes& kernel, const Attributes& attributes) {
  require(x.size() == 4 && kernel.size() == 4, "Maps and kernel have four axes");
  const int64_t size = kernel[0];
  require(size == kernel[1] && (size == 3 || size == 5), "The kernel is of 3 x 3 or 5 x 5");
  require(kernel[2] == x[3] && kernel[2] > 0 && kernel[3] > 0, "Maps and kernel have as many channels");
  const auto [top, bottom, left, right] = attributes.margins;
  for (const int64_t margin : attributes.margins) require(margin >= 0 && margin < size, "Margins are less than the kernel");
  const int64_t outHeight = x[1] + top + bottom - size + 1, outWidth = x[2] + left + right - size + 1;
  require(outHeight > 0 && outWidth > 0, "The maps are smaller than the kernel");
  return {size, x[0], x[1], x[2], x[3], outHeight, outWidth, kernel[3], top, left};
}

Sizes outputShape(const Convolution& c) { return {c.batch, c.outHeight, c.outWidth, c.out}; }

/** What a kernel does with the attributes of its node; what it throws becomes the op's failure. */
using Work = void (*)(const Attributes& attributes, const Parallel& parallel, TF_OpKernelContext* context);

template <Work work>
void compute(void* kernel, TF_OpKernelContext* context) {
  const Attributes& attributes = *static_cast<Attributes*>(kernel);
  const auto fail = [context](TF_Code code, const char* message) {
    Status status = newStatus();
    TF_SetStatus(status.get(), code, message);
    TF_OpKernelContext_Failure(context, status.get());
  };
  try {
    const Parallel parallel = [&attributes](int64_t count, const std::function<void(int64_t)>& task) {
      Workers::shared().run(count, attributes.threads, task);
    };
    work(attributes, parallel, context);
  } catch (const std::bad_alloc&) {
    fail(TF_RESOURCE_EXHAUSTED, "OOM when allocating memory for a convolution");
  } catch (const std::exception& thrown) {
    fail(TF_INVALID_ARGUMENT, thrown.what());
  }
}

void forward(const Attributes& attributes, const Parallel& parallel, TF_OpKernelContext* context) {
  const Tensor x = inputOf(context, 0), kernel = inputOf(context, 1);
  const Convolution c = convolutionOf(shapeOf(x), shapeOf(kernel), attributes);
  const Tensor y = outputOf(context, outputShape(c));
  winogradForward(c, valuesOf(x), valuesOf(kernel), valuesOf(y), parallel);
}

void inputGradient(const Attributes& attributes, const Parallel& parallel, TF_OpKernelContext* context) {
  const Sizes shape = sizesIn(inputOf(context, 0));
  const Tensor kernel = inputOf(context, 1), dy = inputOf(context, 2);
  const Convolution c = convolutionOf(shape, shapeOf(kernel), attributes);
  require(shapeOf(dy) == outputShape(c), "The gradient has the shape of the output");
  const Tensor dx = outputOf(context, shape);
  winogradInputGradient(c, valuesOf(dy), valuesOf(kernel), valuesOf(dx), parallel);
}

void kernelGradient(const Attributes& attributes, const Parallel& parallel, TF_OpKernelContext* context) {
  const Tensor x = inputOf(context, 0), dy = inputOf(context, 2);
  const Sizes shape = sizesIn(inputOf(context, 1));
  const Convolution c = convolutionOf(shapeOf(x), shape, attributes);
  require(shapeOf(dy) == outputShape(c), "The gradient has the shape of the output");
  const Tensor dKernel = outputOf(context, shape);
  winogradKernelGradient(c, valuesOf(x), valuesOf(dy), valuesOf(dKernel), attributes.threads, parallel);
}

/** The shape is found when the op runs. */
void unknownShape(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

void define(const char* name, std::initializer_list<const char*> inputs, void (*run)(void*, TF_OpKernelContext*)) {
  TF_OpDefinitionBuilder* op = TF_NewOpDefinitionBuilder(name);
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(op, input);
  TF_OpDefinitionBuilderAddOutput(op, "output: float");
  TF_OpDefinitionBuilderAddAttr(op, "margins: list(int) >= 4");
  TF_OpDefinitionBuilderAddAttr(op, "threads: int >= 1");
  TF_OpDefinitionBuilderSetShapeInferenceFunction(op, unknownShape);
  Status status = newStatus();
  TF_RegisterOpDefinition(op, status.get());
  checkStatus(status);
  TF_RegisterKernelBuilder(name, TF_NewKernelBuilder(name, "CPU", create, run, destroy), status.get());
  checkStatus(status);
}

}  // namespace

bool defineWinogradOps() {
  if (!winogradRuns()) return false;
  static const bool defined = [] {
    define("NetloomConv2D", {"input: float", "filter: float"}, compute<forward>);
    define("NetloomConv2DBackpropInput", {"input_sizes: int32", "filter: float", "out_backprop: float"},
           compute<inputGradient>);
    define("NetloomConv2DBackpropFilter", {"input: float", "filter_sizes: int32", "out_backprop: float"},
           compute<kernelGradient>);
    return true;
  }();
  return defined;
}

}  // namespace netloom
