/**
 * Convolution of 3×3 or 5×5 and stride 1 by minimal filtering, F(4×4, 3×3) and F(2×2, 5×5): Lavin and Gray, Fast Algorithms
 * for Convolutional Neural Networks, 2015. A tile of 6×6 values of the input gives 4×4 (2×2) of the output by 36 products
 * in place of 144 (100). Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A with their matrices; the kernel's gradient is the adjoint,
 * dg = Gᵀ [(A dY Aᵀ) ⊙ (Bᵀ d B)] G, that of the input the convolution with the kernel turned by half a circle.
 */
#ifndef NETLOOM_WINOGRAD_H_
#define NETLOOM_WINOGRAD_H_

#include <cstdint>
#include <functional>

namespace netloom {

/**
 * Maps [batch, height, width, in] that become [batch, outHeight, outWidth, out] through a kernel [size, size, in, out],
 * all in rows; `size` is 3 or 5. `top` and `left` are margins of zeros, less than `size`.
 */
struct Convolution {
  int64_t size;
  int64_t batch, height, width, in;
  int64_t outHeight, outWidth, out;
  int64_t top, left;
};

/** Runs task 0 … count - 1, side by side where there are threads. */
using Parallel = std::function<void(int64_t count, const std::function<void(int64_t)>& task)>;

/** Whether this processor has the instructions (AVX-512); nothing below may be called where it has not. */
bool winogradRuns();

/** The output; std::bad_alloc where there is no memory to work with, as below. */
void winogradForward(const Convolution& c, const float* x, const float* kernel, float* y, const Parallel& parallel);

/** The gradient with regard to x, from that of y: `c` is the forward convolution. */
void winogradInputGradient(const Convolution& c, const float* dy, const float* kernel, float* dx,
                           const Parallel& parallel);

/** The gradient with regard to the kernel. Tiles are added up in `shares` shares: other shares, other last bits. */
void winogradKernelGradient(const Convolution& c, const float* x, const float* dy, float* dKernel, int64_t shares,
                            const Parallel& parallel);

}  // namespace netloom

#endif  // NETLOOM_WINOGRAD_H_
