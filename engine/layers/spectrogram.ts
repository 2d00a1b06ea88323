import { needsFloat, needsVector, tooSmall } from './contract/faults';
import { defineLayer } from './contract/layer';
import { choice, int } from './contract/params';
import { float, sampleShape } from './contract/spec';
import { binsOf, fourierKernel, framesOf } from './parts/sound';

/** Keeps a logarithm and the slope of a root finite in silence. */
const LEAST = 1e-6;

export default defineLayer({
  kind: 'spectrogram',
  title: 'Spectrogram',
  group: 'seq',
  glyph: 'tanh',
  doc: {
    summary: 'Shows which frequencies a sound has from moment to moment.',
    formula:
      'P[t, f] = |Σₖ x[t·hop + k]·w[k]·e^(−2πi·k·f/size)|²: w the periodic Hann window, f from 0 to size/2; given as ' +
      'power, as √(P + 10⁻⁶), or as log(P + 10⁻⁶). No parameters.',
    advice:
      'A window of about 25 ms and a hop of 10 ms suit speech and beats: 400 and 160 samples at 16 kHz. The logarithm ' +
      'comes closest to what ears hear. Mel bands behind it make it smaller.',
    source: 'Allen and Rabiner, A unified approach to short-time Fourier analysis and synthesis, 1977',
  },
  params: {
    size: int('Window', 256, { min: 2, max: 8192, help: 'Samples under the window.' }),
    hop: int('Hop', 128, { max: 1_000_000, help: 'Samples from one moment to the next.' }),
    gives: choice(
      'Gives',
      [
        { value: 'magnitude', title: 'Magnitude' },
        { value: 'power', title: 'Power' },
        { value: 'log', title: 'Log power' },
      ],
      'magnitude',
    ),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `window ${p.size}, hop ${p.hop}`,
  shape([x], p) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    const [length = 0, ...rest] = sampleShape(x);
    const single = x.shape.length === 2 || (x.shape.length === 3 && rest[0] === 1);
    if (!single) return needsVector(0, x, [{ title: 'Insert Flatten', insert: { kind: 'flatten' } }]);
    const frames = framesOf(length, p.size, p.hop);
    if (frames >= 1) return [float(frames, binsOf(p.size))];
    const cures = length >= 2 ? [{ title: `Use a window of ${length}`, set: { size: length } }] : [];
    return tooSmall(0, x, [p.size, ...rest].join('×'), cures);
  },
  explainShape([x], p) {
    const [length = 0] = sampleShape(x);
    return `Moments: (${length} − ${p.size}) ÷ ${p.hop} + 1 = ${framesOf(length, p.size, p.hop)}\nFrequencies: ${p.size} ÷ 2 + 1 = ${binsOf(p.size)}`;
  },
  cost: (_inputs, [y], p) => ({ macs: Number(y.shape[1]) * p.size * 2 * binsOf(p.size) }),
  forward(ops, [x], _weights, p) {
    const [batch = 1, length = 1] = x.shape;
    const bins = binsOf(p.size);
    const kernel = ops.constant(fourierKernel(p.size), [p.size, 1, 1, 2 * bins]);
    const sound = ops.reshape(x, [batch, length, 1, 1]);
    const parts = ops.square(ops.conv2d(sound, kernel, { stride: [p.hop, 1], padding: 'valid' }));
    const frames = framesOf(length, p.size, p.hop);
    const half = (from: number) => ops.slice(parts, [0, 0, 0, from], [batch, frames, 1, bins]);
    const power = ops.reshape(ops.add(half(0), half(bins)), [batch, frames, bins]);
    if (p.gives === 'power') return [power];
    const raised = ops.add(power, ops.scalar(LEAST));
    return [p.gives === 'log' ? ops.log(raised) : ops.sqrt(raised)];
  },
  examples: [
    {
      inputs: [float(10)],
      params: { size: 4, hop: 3, gives: 'power' },
      outputs: [float(3, 3)],
      macs: 72,
      numbers: {
        batch: 1,
        inputs: [[0.5, -0.25, 1, 0, -0.5, 0.75, 0.25, -1, 0, 0.5]],
        outputs: [[0.765625, 1.015625, 1.265625, 0.390625, 0.703125, 0.765625, 0.0625, 0.5625, 0.0625]],
        by: 'NumPy: numpy.fft.rfft under the window',
      },
    },
    // Longer than what is compared with differences: a logarithm close to silence bends within their step.
    { inputs: [float(136, 1)], params: { size: 16, hop: 5, gives: 'log' }, outputs: [float(25, 9)] },
    { inputs: [float(12)], params: { size: 5, hop: 3 }, outputs: [float(3, 3)] },
  ],
});
