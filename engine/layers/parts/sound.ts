/** Values under a window of `size` that moves by `hop` over `length`. */
export const framesOf = (length: number, size: number, hop: number): number => Math.floor((length - size) / hop) + 1;

/** Frequencies of a window: from 0 to half the sampling rate. */
export const binsOf = (size: number): number => Math.floor(size / 2) + 1;

/**
 * Cosines and sines of every frequency under a periodic Hann window, [size, 2·bins] flat: a product with them is the
 * real part of the Fourier transform, then the imaginary one.
 */
export function fourierKernel(size: number): Float32Array {
  const bins = binsOf(size);
  const kernel = new Float32Array(size * 2 * bins);
  for (let at = 0; at < size; at++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / size);
    for (let bin = 0; bin < bins; bin++) {
      // The product is taken modulo the size, so that the angle stays small and exact.
      const angle = (2 * Math.PI * ((at * bin) % size)) / size;
      kernel[at * 2 * bins + bin] = window * Math.cos(angle);
      kernel[at * 2 * bins + bins + bin] = -window * Math.sin(angle);
    }
  }
  return kernel;
}

/** Mels of a frequency in Hz, HTK's formula. */
const melOf = (hertz: number): number => 2595 * Math.log10(1 + hertz / 700);

/**
 * Triangles that overlap by half and are evenly spaced in mels from `low` to `high` Hz, [bins, bands] flat, 1 at their
 * tops; the frequency 0 is left out (as tf.signal.linear_to_mel_weight_matrix has it).
 */
export function melFilters(bins: number, bands: number, rate: number, low: number, high: number): Float32Array {
  const [from, to] = [melOf(low), melOf(high)];
  const step = (to - from) / (bands + 1);
  const filters = new Float32Array(bins * bands);
  for (let bin = 1; bin < bins; bin++) {
    const mel = melOf((bin * rate) / 2 / (bins - 1));
    for (let band = 0; band < bands; band++) {
      const top = from + (band + 1) * step;
      filters[bin * bands + band] = Math.max(0, 1 - Math.abs(mel - top) / step);
    }
  }
  return filters;
}
