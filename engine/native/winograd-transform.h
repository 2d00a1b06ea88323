/**
 * The transformations of minimal filtering with tiles of 6×6, at the points 0, ±1, ±2 and ∞ (Lavin and Gray, 2015, and
 * Winograd, Arithmetic Complexity of Computations, 1980): F(4×4, 3×3) and F(2×2, 5×5), which share that of the input.
 * For winograd.cc alone, which says for which processor this is compiled.
 */
#ifndef NETLOOM_WINOGRAD_TRANSFORM_H_
#define NETLOOM_WINOGRAD_TRANSFORM_H_

#include <immintrin.h>

#include <algorithm>
#include <cstdint>

namespace netloom {
namespace {

using Vector = __m512;

/** Values of a vector register: channels are taken so many at a time. */
constexpr int64_t lanes = 16;
/** Side of a tile of the input, and its values: products for each pair of channels. */
constexpr int64_t span = 6, places = span * span;
/** Side of the tile of the output that it gives. */
constexpr int64_t sideOf(int kernel) { return span + 1 - kernel; }

inline Vector all(float x) { return _mm512_set1_ps(x); }
inline Vector load(const float* at) { return _mm512_loadu_ps(at); }
inline void store(float* at, Vector x) { _mm512_storeu_ps(at, x); }

/** Which lanes hold channels, from `channel` on. */
inline __mmask16 lanesFrom(int64_t channel, int64_t channels) {
  return static_cast<__mmask16>((1u << std::min<int64_t>(lanes, channels - channel)) - 1);
}

/** Channels with those that fill up the last register. */
inline int64_t filled(int64_t channels) { return (channels + lanes - 1) / lanes * lanes; }

/** Bᵀ d of one row or column of the input. */
struct TakeRow {
  static void run(const Vector d[span], Vector t[span]) {
    const Vector a = d[4] - all(4) * d[2], b = d[3] - all(4) * d[1];
    const Vector c = d[4] - d[2], e = all(2) * (d[3] - d[1]);
    t[0] = all(4) * d[0] - all(5) * d[2] + d[4];
    t[1] = a + b;
    t[2] = a - b;
    t[3] = c + e;
    t[4] = c - e;
    t[5] = all(4) * d[1] - all(5) * d[3] + d[5];
  }
};

/** B t of one row or column: the gradient of `TakeRow`. */
struct ReturnRow {
  static void run(const Vector t[span], Vector d[span]) {
    const Vector a = t[1] + t[2], b = t[1] - t[2], c = t[3] + t[4], e = t[3] - t[4];
    d[0] = all(4) * t[0];
    d[1] = all(4) * (t[5] - b) - all(2) * e;
    d[2] = all(-5) * t[0] - all(4) * a - c;
    d[3] = b + all(2) * e - all(5) * t[5];
    d[4] = t[0] + a + c;
    d[5] = t[5];
  }
};

/** Aᵀ m of one row or column of products: the output. */
template <int Kernel>
struct GiveRow {
  static void run(const Vector m[span], Vector y[sideOf(Kernel)]) {
    const Vector a = m[1] + m[2], b = m[1] - m[2], c = m[3] + m[4], d = m[3] - m[4];
    y[0] = m[0] + a + c;
    y[1] = b + all(2) * d;
    if constexpr (Kernel == 3) {
      y[2] = a + all(4) * c;
      y[3] = b + all(8) * d;
    }
    y[sideOf(Kernel) - 1] += m[5];
  }
};

/** A dy of one row or column of the output's gradient. */
template <int Kernel>
struct SpreadRow {
  static void run(const Vector y[sideOf(Kernel)], Vector z[span]) {
    Vector a = y[0], b = y[1], c = y[0], d = all(2) * y[1];
    if constexpr (Kernel == 3) {
      a += y[2], b += y[3], c += all(4) * y[2], d += all(8) * y[3];
    }
    z[0] = y[0];
    z[1] = a + b;
    z[2] = a - b;
    z[3] = c + d;
    z[4] = c - d;
    z[5] = y[sideOf(Kernel) - 1];
  }
};

/** G g of one row or column of a kernel. */
template <int Kernel>
struct KernelRow {
  static void run(const Vector g[Kernel], Vector u[span]) {
    Vector a = g[0] + g[2], b = g[1], c = g[0] + all(4) * g[2], d = all(2) * g[1];
    if constexpr (Kernel == 5) {
      a += g[4], b += g[3], c += all(16) * g[4], d += all(8) * g[3];
    }
    u[0] = all(1.0f / 4) * g[0];
    u[1] = all(-1.0f / 6) * (a + b);
    u[2] = all(-1.0f / 6) * (a - b);
    u[3] = all(1.0f / 24) * (c + d);
    u[4] = all(1.0f / 24) * (c - d);
    u[5] = g[Kernel - 1];
  }
};

/** Gᵀ w of one row or column of summed products: the kernel's gradient. */
template <int Kernel>
struct KernelGradientRow {
  static void run(const Vector w[span], Vector g[Kernel]) {
    const Vector a = all(1.0f / 6) * (w[1] + w[2]), b = all(1.0f / 6) * (w[1] - w[2]);
    const Vector c = all(1.0f / 24) * (w[3] + w[4]), d = all(1.0f / 24) * (w[3] - w[4]);
    g[0] = all(1.0f / 4) * w[0] - a + c;
    g[1] = all(2) * d - b;
    g[2] = all(4) * c - a;
    if constexpr (Kernel == 5) {
      g[3] = all(8) * d - b;
      g[4] = all(16) * c - a;
    }
    g[Kernel - 1] += w[5];
  }
};

/** A transformation of rows, applied to the columns and then to the rows of `in` → `out`. */
template <typename Row, int From, int To>
inline void transform(const Vector (&in)[From][From], Vector (&out)[To][To]) {
  Vector half[From][To];
#pragma GCC unroll 6
  for (int j = 0; j < From; j++) {
    Vector column[From];
    for (int i = 0; i < From; i++) column[i] = in[i][j];
    Row::run(column, half[j]);
  }
#pragma GCC unroll 6
  for (int i = 0; i < To; i++) {
    Vector row[From];
    for (int j = 0; j < From; j++) row[j] = half[j][i];
    Row::run(row, out[i]);
  }
}

/** Maps of one picture, of which squares are read; there are zeros around them, and in the lanes that have no channel. */
struct Maps {
  const float* values;
  int64_t height, width, channels;

  template <int Size>
  void read(int64_t top, int64_t left, int64_t channel, Vector (&square)[Size][Size]) const {
    const float* from = values + (top * width + left) * channels + channel;
    const bool isInside = top >= 0 && left >= 0 && top + Size <= height && left + Size <= width;
    const __mmask16 mask = lanesFrom(channel, channels);
    for (int i = 0; i < Size; i++) {
      for (int j = 0; j < Size; j++) {
        const bool isThere = isInside || (top + i >= 0 && left + j >= 0 && top + i < height && left + j < width);
        square[i][j] = isThere ? _mm512_maskz_loadu_ps(mask, from + (i * width + j) * channels) : all(0);
      }
    }
  }
};

}  // namespace
}  // namespace netloom

#endif  // NETLOOM_WINOGRAD_TRANSFORM_H_
