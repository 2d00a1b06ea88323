import { needsFloat, needsSequence, tooSmall } from './contract/faults';
import { defineLayer } from './contract/layer';
import { int, number } from './contract/params';
import { float, sampleSize } from './contract/spec';
import { melFilters } from './parts/sound';

export default defineLayer({
  kind: 'melBands',
  title: 'Mel bands',
  group: 'seq',
  glyph: 'tanh',
  name: 'mel',
  doc: {
    summary: 'Gathers the frequencies of a spectrogram into bands as wide as ears tell them apart.',
    formula:
      'y[t, m] = Σ_f x[t, f]·F[f, m]: F triangles that overlap by half, evenly spaced in mels, mel = 2595·log₁₀(1 + ' +
      'Hz/700), 1 at their tops. No parameters.',
    advice:
      'Stands behind a spectrogram of magnitudes or power; a logarithm (an expression log(a + 0.001)) follows. 40 to 80 ' +
      'bands for speech, up to 128 for music.',
    source: 'Davis and Mermelstein, Comparison of parametric representations for monosyllabic word recognition, 1980',
  },
  params: {
    bands: int('Bands', 40, { max: 1024, help: 'How many bands there are.' }),
    rate: number('Sampling rate', 16_000, { min: 1, max: 1e7, help: 'Samples a second of the sound, Hz.' }),
    low: number('From', 80, { min: 0, max: 1e7, help: 'Lower edge of the first band, Hz.' }),
    high: number('To', 7600, { min: 1, max: 1e7, help: 'Upper edge of the last band, Hz.' }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `${p.bands} bands`,
  shape([x], p) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    if (x.shape.length !== 3) return needsSequence(0, x);
    if (Number(x.shape[2]) < 2) return tooSmall(0, x, `${x.shape[1]}×2`, []);
    if (p.low < p.high && p.high <= p.rate / 2) return [float(Number(x.shape[1]), p.bands)];
    return {
      code: 'param/frequencies',
      param: p.high > p.rate / 2 ? 'high' : 'low',
      say: { got: `${p.low} to ${p.high}`, expected: p.rate / 2 },
      cures: [{ title: `Go from 0 to ${p.rate / 2} Hz`, set: { low: 0, high: p.rate / 2 } }],
    };
  },
  cost: ([x], _outputs, p) => ({ macs: sampleSize(x) * p.bands }),
  forward(ops, [x], _weights, p) {
    const [batch = 1, frames = 1, bins = 2] = x.shape;
    const filters = ops.constant(melFilters(bins, p.bands, p.rate, p.low, p.high), [bins, p.bands]);
    const flat = ops.matMul(ops.reshape(x, [batch * frames, bins]), filters);
    return [ops.reshape(flat, [batch, frames, p.bands])];
  },
  examples: [
    {
      inputs: [float(2, 5)],
      params: { bands: 2, rate: 8000, low: 100, high: 4000 },
      outputs: [float(2, 2)],
      macs: 20,
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 1, 0, -1, 0, 2]],
        outputs: [[1.44586, 4.992795, 0.0, -0.939135]],
        by: 'NumPy, by the formula of tf.signal.linear_to_mel_weight_matrix',
      },
    },
    { inputs: [float(3, 33)], params: { bands: 8 }, outputs: [float(3, 8)], macs: 792 },
  ],
});
