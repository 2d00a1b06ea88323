#include "winograd.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <cstdlib>
#include <cstring>
#include <new>

#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f")
#endif

#include "winograd-product.h"
#include "winograd-tiles.h"

namespace netloom {
namespace {

/** Memory of one thread, which the next call uses again. */
class Scratch {
 public:
  float* of(int64_t size) {
    if (size > capacity) {
      std::free(memory);
      capacity = 0;
      memory = static_cast<float*>(std::aligned_alloc(64, (size * sizeof(float) + 63) / 64 * 64));
      if (!memory) throw std::bad_alloc();
      capacity = size;
    }
    return memory;
  }
  ~Scratch() { std::free(memory); }

 private:
  float* memory = nullptr;
  int64_t capacity = 0;
};

thread_local Scratch blockScratch, kernelScratch, exchangedScratch;

/** Tiles of a block, whose values stay in the cache of one core. */
constexpr int64_t blockSize = 2 * rows;

/** The same where a sum for each pair of channels is read and written once a block: the more pairs, the larger. */
int64_t sumBlockSize(const Convolution& c) {
  return std::clamp<int64_t>(c.in * c.out / 32 / rows * rows, 2 * blockSize, 10 * blockSize);
}

/** What a block works in: values of one kind of channels [places][tile][in], and of the other [places][tile][out]. */
struct Block {
  int64_t inStride, outStride;
  float *v, *m;
  Block(int64_t tiles, int64_t in, int64_t out)
      : inStride(placeSize(tiles, in)),
        outStride(placeSize(tiles, out)),
        v(blockScratch.of(places * (inStride + outStride))),
        m(v + places * inStride) {}
};

/** At every place m [tile][out, filled] = v [tile][in] · u [in][out]; u as transformKernel leaves it. */
void multiplyPlaces(const Block& block, const float* u, int64_t tiles, int64_t in, int64_t out) {
  const Product wide = productOf<2>(in), narrow = productOf<1>(in);
  const int64_t columns = filled(out);
  for (int64_t place = 0; place < places; place++) {
    for (int64_t column = 0; column < columns; column += 2 * lanes) {
      const Product multiply = columnsFrom(column, columns) == 2 * lanes ? wide : narrow;
      // Rows beyond the last tile hold what was there; nobody reads what becomes of them.
      for (int64_t tile = 0; tile < tiles; tile += rows) {
        const float* from = block.v + place * block.inStride + tile * in;
        float* to = block.m + place * block.outStride + tile * columns + column;
        multiply(from, u + (place * columns + column) * in, to, in, columns);
      }
    }
  }
}

template <int Kernel>
void convolve(const Convolution& c, const float* x, const float* kernel, float* y, const Parallel& parallel) {
  float* u = kernelScratch.of(places * c.in * filled(c.out));
  transformKernel<Kernel>(kernel, c.in, c.out, u, parallel);
  const Tiles tiles(c, sideOf(Kernel));
  parallel((tiles.count + blockSize - 1) / blockSize, [=, &c](int64_t at) {
    const int64_t first = at * blockSize, count = std::min(blockSize, tiles.count - first);
    const Block block(blockSize, c.in, filled(c.out));
    transformInput(c, tiles, x, first, count, block.v, block.inStride);
    multiplyPlaces(block, u, count, c.in, c.out);
    transformOutput<Kernel>(c, tiles, block.m, block.outStride, first, count, y);
  });
}

/** The kernel with inputs and outputs exchanged, [size, size, out, in]; `isTurned`: and turned by half a circle. */
void exchange(const Convolution& c, const float* kernel, bool isTurned, float* exchanged, const Parallel& parallel) {
  const int64_t size = c.in * c.out, count = c.size * c.size;
  parallel(count, [=, &c](int64_t at) {
    const float* from = kernel + (isTurned ? count - 1 - at : at) * size;
    float* to = exchanged + at * size;
    for (int64_t first = 0; first < c.in; first += lanes)
      for (int64_t out = 0; out < c.out; out++)
        for (int64_t in = first; in < std::min(first + lanes, c.in); in++) to[out * c.in + in] = from[in * c.out + out];
  });
}

/** The input's gradient as the adjoint of the forward convolution, dx = Σ over tiles of B [(G g Gᵀ) ⊙ (A dY Aᵀ)] Bᵀ. */
template <int Kernel>
void scatter(const Convolution& c, const float* dy, const float* exchanged, float* dx, const Parallel& parallel) {
  float* u = kernelScratch.of(places * c.out * filled(c.in));
  transformKernel<Kernel>(exchanged, c.out, c.in, u, parallel);
  const Tiles tiles(c, sideOf(Kernel));
  // Tiles overlap: those of a picture are added one after another.
  parallel(c.batch, [=, &c](int64_t picture) {
    std::memset(dx + picture * c.height * c.width * c.in, 0, c.height * c.width * c.in * sizeof(float));
    const Block block(blockSize, c.out, filled(c.in));
    const int64_t each = tiles.down * tiles.across;
    for (int64_t from = 0; from < each; from += blockSize) {
      const int64_t first = picture * each + from, count = std::min(blockSize, each - from);
      spreadOutput<Kernel>(c, tiles, dy, first, count, block.v, c.out, block.inStride);
      multiplyPlaces(block, u, count, c.out, c.in);
      returnInput(c, tiles, block.m, block.outStride, first, count, dx);
    }
  });
}

template <int Kernel>
void sumKernelGradient(const Convolution& c, const float* x, const float* dy, float* dKernel, int64_t shares,
                       const Parallel& parallel) {
  const Tiles tiles(c, sideOf(Kernel));
  const int64_t out = filled(c.out), plane = c.in * out, size = sumBlockSize(c);
  const int64_t blocks = (tiles.count + size - 1) / size;
  float* sums = kernelScratch.of(shares * places * plane);
  parallel(shares, [=, &c](int64_t share) {
    float* d = sums + share * places * plane;
    std::memset(d, 0, places * plane * sizeof(float));
    const Block block(size, c.in, out);
    for (int64_t at = blocks * share / shares; at < blocks * (share + 1) / shares; at++) {
      const int64_t first = at * size, count = std::min(size, tiles.count - first);
      transformInput(c, tiles, x, first, count, block.v, block.inStride);
      spreadOutput<Kernel>(c, tiles, dy, first, count, block.m, out, block.outStride);
      for (int64_t place = 0; place < places; place++) {
        const float* v = block.v + place * block.inStride;
        addProducts(v, block.m + place * block.outStride, d + place * plane, count, c.in, out);
      }
    }
  });
  parallel(c.in, [=, &c](int64_t channel) {
    for (int64_t column = 0; column < c.out; column += lanes) {
      Vector w[span][span], g[Kernel][Kernel];
      for (int place = 0; place < places; place++) {
        const float* from = sums + place * plane + channel * out + column;
        Vector sum = load(from);
        for (int64_t share = 1; share < shares; share++) sum += load(from + share * places * plane);
        w[place / span][place % span] = sum;
      }
      transform<KernelGradientRow<Kernel>>(w, g);
      for (int at = 0; at < Kernel * Kernel; at++) {
        float* to = dKernel + (at * c.in + channel) * c.out + column;
        _mm512_mask_storeu_ps(to, lanesFrom(column, c.out), g[at / Kernel][at % Kernel]);
      }
    }
  });
}

}  // namespace

bool winogradRuns() { return __builtin_cpu_supports("avx512f"); }

void winogradForward(const Convolution& c, const float* x, const float* kernel, float* y, const Parallel& parallel) {
  (c.size == 3 ? convolve<3> : convolve<5>)(c, x, kernel, y, parallel);
}

void winogradInputGradient(const Convolution& c, const float* dy, const float* kernel, float* dx,
                           const Parallel& parallel) {
  const int64_t last = c.size - 1;
  const Convolution back{c.size, c.batch, c.outHeight, c.outWidth, c.out, c.height, c.width, c.in, last - c.top,
                         last - c.left};
  // The adjoint writes more for each tile; without margins it has fewer of them.
  const int64_t side = sideOf(static_cast<int>(c.size));
  const bool isFewer = Tiles(c, side).count * 4 <= Tiles(back, side).count * 3;
  float* exchanged = exchangedScratch.of(c.size * c.size * c.in * c.out);
  exchange(c, kernel, !isFewer, exchanged, parallel);
  if (isFewer) (c.size == 3 ? scatter<3> : scatter<5>)(c, dy, exchanged, dx, parallel);
  else winogradForward(back, dy, exchanged, dx, parallel);
}

void winogradKernelGradient(const Convolution& c, const float* x, const float* dy, float* dKernel, int64_t shares,
                            const Parallel& parallel) {
  (c.size == 3 ? sumKernelGradient<3> : sumKernelGradient<5>)(c, x, dy, dKernel, shares, parallel);
}

}  // namespace netloom

#ifdef __clang__
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#else

namespace netloom {
bool winogradRuns() { return false; }
void winogradForward(const Convolution&, const float*, const float*, float*, const Parallel&) {}
void winogradInputGradient(const Convolution&, const float*, const float*, float*, const Parallel&) {}
void winogradKernelGradient(const Convolution&, const float*, const float*, float*, int64_t, const Parallel&) {}
}  // namespace netloom

#endif
