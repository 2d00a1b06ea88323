/**
 * Tiles between the maps and the places of their products, for winograd.cc, which says for which processor they are
 * compiled. Buffers are [places][tile][channel].
 */
#ifndef NETLOOM_WINOGRAD_TILES_H_
#define NETLOOM_WINOGRAD_TILES_H_

#include "winograd-product.h"
#include "winograd-transform.h"
#include "winograd.h"

namespace netloom {
namespace {

/**
 * Between the values of two places. A register is stored whole though its last lanes hold no channel: the next tile
 * overwrites them, and behind the last tile there is room. That also keeps places off each other's lines of the cache.
 */
int64_t placeSize(int64_t tiles, int64_t channels) { return tiles * channels + lanes; }

/** The tiles of all outputs, in rows, picture after picture. */
struct Tiles {
  int64_t side, down, across, count;
  Tiles(const Convolution& c, int64_t side)
      : side(side),
        down((c.outHeight + side - 1) / side),
        across((c.outWidth + side - 1) / side),
        count(c.batch * down * across) {}
  int64_t picture(int64_t tile) const { return tile / (down * across); }
  int64_t top(int64_t tile) const { return side * (tile / across % down); }
  int64_t left(int64_t tile) const { return side * (tile % across); }
};

void loadPlaces(const float* from, int64_t stride, Vector (&t)[span][span]) {
  for (int i = 0; i < span; i++)
    for (int j = 0; j < span; j++) t[i][j] = load(from + (span * i + j) * stride);
}

void storePlaces(const Vector (&t)[span][span], float* to, int64_t stride) {
  for (int i = 0; i < span; i++)
    for (int j = 0; j < span; j++) store(to + (span * i + j) * stride, t[i][j]);
}

/** Bᵀ d B of `count` tiles of x from `first` on → v [places][tile][in]. */
void transformInput(const Convolution& c, const Tiles& tiles, const float* x, int64_t first, int64_t count, float* v,
                    int64_t stride) {
  for (int64_t tile = first; tile < first + count; tile++) {
    const Maps maps{x + tiles.picture(tile) * c.height * c.width * c.in, c.height, c.width, c.in};
    for (int64_t channel = 0; channel < c.in; channel += lanes) {
      Vector d[span][span], t[span][span];
      maps.read(tiles.top(tile) - c.top, tiles.left(tile) - c.left, channel, d);
      transform<TakeRow>(d, t);
      storePlaces(t, v + (tile - first) * c.in + channel, stride);
    }
  }
}

/** A dy Aᵀ of `count` tiles of dy from `first` on → z [places][tile][width], of which the first `out` count. */
template <int Kernel>
void spreadOutput(const Convolution& c, const Tiles& tiles, const float* dy, int64_t first, int64_t count, float* z,
                  int64_t width, int64_t stride) {
  for (int64_t tile = first; tile < first + count; tile++) {
    const Maps maps{dy + tiles.picture(tile) * c.outHeight * c.outWidth * c.out, c.outHeight, c.outWidth, c.out};
    for (int64_t channel = 0; channel < c.out; channel += lanes) {
      Vector y[sideOf(Kernel)][sideOf(Kernel)], t[span][span];
      maps.read(tiles.top(tile), tiles.left(tile), channel, y);
      transform<SpreadRow<Kernel>>(y, t);
      storePlaces(t, z + (tile - first) * width + channel, stride);
    }
  }
}

/** Aᵀ m A of `count` tiles of m [places][tile][out, filled] → y, from tile `first` on. */
template <int Kernel>
void transformOutput(const Convolution& c, const Tiles& tiles, const float* m, int64_t stride, int64_t first,
                     int64_t count, float* y) {
  for (int64_t tile = first; tile < first + count; tile++) {
    const int64_t top = tiles.top(tile), left = tiles.left(tile);
    float* corner = y + ((tiles.picture(tile) * c.outHeight + top) * c.outWidth + left) * c.out;
    const int64_t height = std::min(tiles.side, c.outHeight - top), width = std::min(tiles.side, c.outWidth - left);
    for (int64_t channel = 0; channel < c.out; channel += lanes) {
      const float* from = m + (tile - first) * filled(c.out) + channel;
      Vector products[span][span], t[sideOf(Kernel)][sideOf(Kernel)];
      loadPlaces(from, stride, products);
      transform<GiveRow<Kernel>>(products, t);
      const __mmask16 mask = lanesFrom(channel, c.out);
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
          _mm512_mask_storeu_ps(corner + (i * c.outWidth + j) * c.out + channel, mask, t[i][j]);
        }
      }
    }
  }
}

/** G g Gᵀ → u [places][columns of 32, the last perhaps 16][in][column]; `out` is filled up. */
template <int Kernel>
void transformKernel(const float* kernel, int64_t in, int64_t out, float* u, const Parallel& parallel) {
  const int64_t columns = filled(out), wide = 2 * lanes;
  parallel((columns + wide - 1) / wide, [=](int64_t block) {
    const int64_t column = block * wide, width = columnsFrom(column, columns);
    for (int64_t channel = 0; channel < in; channel++) {
      for (int64_t j = 0; j < width; j += lanes) {
        const __mmask16 mask = lanesFrom(column + j, out);
        Vector g[Kernel][Kernel], t[span][span];
        for (int at = 0; at < Kernel * Kernel; at++) {
          const float* from = kernel + (at * in + channel) * out + column + j;
          g[at / Kernel][at % Kernel] = _mm512_maskz_loadu_ps(mask, from);
        }
        transform<KernelRow<Kernel>>(g, t);
        storePlaces(t, u + column * in + channel * width + j, in * columns);
      }
    }
  });
}

/** B t Bᵀ of `count` tiles of m [places][tile][in, filled] is added to the tiles of dx from `first` on. */
void returnInput(const Convolution& c, const Tiles& tiles, const float* m, int64_t stride, int64_t first, int64_t count,
                 float* dx) {
  for (int64_t tile = first; tile < first + count; tile++) {
    const int64_t top = tiles.top(tile) - c.top, left = tiles.left(tile) - c.left;
    float* picture = dx + tiles.picture(tile) * c.height * c.width * c.in;
    const int64_t firstRow = std::max<int64_t>(0, -top), lastRow = std::min(span, c.height - top);
    const int64_t firstColumn = std::max<int64_t>(0, -left), lastColumn = std::min(span, c.width - left);
    for (int64_t channel = 0; channel < c.in; channel += lanes) {
      Vector t[span][span], d[span][span];
      loadPlaces(m + (tile - first) * filled(c.in) + channel, stride, t);
      transform<ReturnRow>(t, d);
      const __mmask16 mask = lanesFrom(channel, c.in);
      for (int64_t i = firstRow; i < lastRow; i++) {
        for (int64_t j = firstColumn; j < lastColumn; j++) {
          float* to = picture + ((top + i) * c.width + left + j) * c.in + channel;
          _mm512_mask_storeu_ps(to, mask, _mm512_maskz_loadu_ps(mask, to) + d[i][j]);
        }
      }
    }
  }
}

}  // namespace
}  // namespace netloom

#endif  // NETLOOM_WINOGRAD_TILES_H_
