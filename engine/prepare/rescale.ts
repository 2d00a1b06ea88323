import { number } from '../layers/contract/params';
import { definePreparation } from './contract/preparation';
import { refuseClasses } from './parts/quantities';

export default definePreparation({
  kind: 'rescale',
  title: 'Rescale',
  doc: {
    summary: 'Multiplies every value by one number and adds another.',
    formula: 'y = scale·x + offset.',
    advice:
      'Brings pictures from 0–255 to 0–1 with the scale 1/255, or to −1–1 with 1/127.5 and the offset −1. Nets learn ' +
      'best from values of about 1.',
  },
  params: {
    scale: number('Scale', 1 / 255, { help: 'What every value is multiplied with.' }),
    offset: number('Offset', 0, { help: 'What is added afterwards.' }),
  },
  field(before, p) {
    const fault = refuseClasses(before, 'Rescale');
    if (fault) return fault;
    if (!before.range) return before;
    const [low, high] = before.range.map((end) => end * p.scale + p.offset) as [number, number];
    return { ...before, range: [Math.min(low, high), Math.max(low, high)] };
  },
  forward(ops, x, p) {
    const scaled = p.scale === 1 ? x : ops.mul(x, ops.scalar(p.scale));
    return p.offset === 0 ? scaled : ops.add(scaled, ops.scalar(p.offset));
  },
  examples: [
    {
      field: { name: 'picture', shape: [1, 2, 1], dtype: 'float32', role: 'image', range: [0, 255] },
      rows: [
        [0, 255],
        [51, 127.5],
      ],
      results: [
        [0, 1],
        [0.2, 0.5],
      ],
      by: 'hand',
    },
    {
      field: { name: 'size', shape: [], dtype: 'float32', role: 'number' },
      params: { scale: 2, offset: -1 },
      rows: [[3], [0]],
      results: [[5], [-1]],
      by: 'hand',
    },
  ],
});
