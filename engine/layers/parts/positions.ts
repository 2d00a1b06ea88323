/** Longest wave over shortest, as in the paper. */
const BASE = 10_000;

/** Sines at even channels and cosines at odd ones, [steps, channels] flat (Vaswani and others 2017). */
export function positions(steps: number, channels: number): Float32Array {
  return Float32Array.from({ length: steps * channels }, (_, at) => {
    const channel = at % channels;
    const angle = Math.floor(at / channels) / BASE ** ((channel - (channel % 2)) / channels);
    return channel % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}
