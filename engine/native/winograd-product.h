/** Products of small matrices for winograd.cc, which says for which processor they are compiled. */
#ifndef NETLOOM_WINOGRAD_PRODUCT_H_
#define NETLOOM_WINOGRAD_PRODUCT_H_

#include "winograd-transform.h"

namespace netloom {
namespace {

/** Rows of a product that are worked out together; with two registers of columns they fill the register file. */
constexpr int64_t rows = 12;

/** Columns that are worked out together, from `column` on; `columns` is a multiple of 16. */
inline int64_t columnsFrom(int64_t column, int64_t columns) { return std::min(2 * lanes, columns - column); }

/**
 * m [row][out] = v [row][in] · u [in][columns]: `R` rows, `N` registers of columns. A width that is known while this is
 * compiled, `In`, saves the sums of addresses, which cost as much as the products where there are few channels.
 */
template <int R, int N, int In>
void product(const float* v, const float* u, float* m, int64_t width, int64_t out) {
  const int64_t in = In ? In : width;
  Vector sum[R][N];
  for (int i = 0; i < R; i++)
    for (int j = 0; j < N; j++) sum[i][j] = all(0);
  for (int64_t k = 0; k < in; k++) {
    Vector column[N];
    for (int j = 0; j < N; j++) column[j] = load(u + (k * N + j) * lanes);
#pragma GCC unroll 16
    for (int i = 0; i < R; i++) {
      const Vector x = all(v[i * in + k]);
      for (int j = 0; j < N; j++) sum[i][j] = _mm512_fmadd_ps(x, column[j], sum[i][j]);
    }
  }
  for (int i = 0; i < R; i++)
    for (int j = 0; j < N; j++) store(m + i * out + j * lanes, sum[i][j]);
}

using Product = void (*)(const float* v, const float* u, float* m, int64_t in, int64_t out);

template <int N>
Product productOf(int64_t in) {
  return in == 16 ? product<rows, N, 16> : in == 32 ? product<rows, N, 32> : product<rows, N, 0>;
}

/** d [R][columns] += Σ over tiles of v [tile][in] ⊗ z [tile][out], rows of d being `out` apart. */
template <int R, int N>
void addOuter(const float* v, const float* z, float* d, int64_t tiles, int64_t in, int64_t out) {
  Vector sum[R][N];
  for (int i = 0; i < R; i++)
    for (int j = 0; j < N; j++) sum[i][j] = load(d + i * out + j * lanes);
  for (int64_t t = 0; t < tiles; t++) {
    Vector column[N];
    for (int j = 0; j < N; j++) column[j] = load(z + t * out + j * lanes);
#pragma GCC unroll 16
    for (int i = 0; i < R; i++) {
      const Vector x = all(v[t * in + i]);
      for (int j = 0; j < N; j++) sum[i][j] = _mm512_fmadd_ps(x, column[j], sum[i][j]);
    }
  }
  for (int i = 0; i < R; i++)
    for (int j = 0; j < N; j++) store(d + i * out + j * lanes, sum[i][j]);
}

/** d [in][out] += Σ over tiles of v [tile][in] ⊗ z [tile][out]; `out` is a multiple of 16. */
inline void addProducts(const float* v, const float* z, float* d, int64_t tiles, int64_t in, int64_t out) {
  for (int64_t column = 0; column < out; column += 2 * lanes) {
    const bool isWide = columnsFrom(column, out) == 2 * lanes;
    for (int64_t channel = 0; channel < in;) {
      const int64_t count = in - channel >= 8 ? 8 : in - channel >= 4 ? 4 : 1;
      const auto add = count == 8   ? (isWide ? addOuter<8, 2> : addOuter<8, 1>)
                       : count == 4 ? (isWide ? addOuter<4, 2> : addOuter<4, 1>)
                                    : (isWide ? addOuter<1, 2> : addOuter<1, 1>);
      add(v + channel, z + column, d + channel * out + column, tiles, in, out);
      channel += count;
    }
  }
}

}  // namespace
}  // namespace netloom

#endif  // NETLOOM_WINOGRAD_PRODUCT_H_
