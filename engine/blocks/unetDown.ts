import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { convolutionSteps } from './parts/convolutions';
import { idsOf, line, type Step, wires } from './parts/drawing';
import { UNET, UNET_SOURCE } from './parts/unet-form';

export default defineBlock({
  kind: 'unetDown',
  title: 'U-Net level, down',
  glyph: 'unet',
  group: 'block',
  doc: {
    summary: 'The left side of a U-Net’s level: convolutions, then a pooling; what was before it goes straight across.',
    formula: 'skip = ReLU(conv(ReLU(conv(x)))), out = maxpool(skip).',
    advice:
      'Wire out to the next level below, and skip to the level of the same width on the way up: it brings back where ' +
      'things are, which the pooling loses. Double the filters from level to level.',
    source: UNET_SOURCE,
  },
  params: UNET,
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }, { name: 'skip', title: 'across' }],
  name: 'down',
  summary: (p) => `${p.convolutions} × 3×3, ${p.filters}`,
  inside(p) {
    const steps: Step[] = convolutionSteps(p);
    const ids = idsOf(steps);
    const last = ids.at(-1) as string;
    const all: Step[] = [...steps, ['pool', 'maxPool2d']];
    return {
      graph: { nodes: line(0, 0, ...all), edges: wires(...ids, 'pool') },
      inputs: { in: [ids[0] as string, 'in'] },
      outputs: { out: ['pool', 'out'], skip: [last, 'out'] },
    };
  },
  examples: [
    {
      inputs: [float(572, 572, 1)],
      params: { padding: 'valid' },
      outputs: [float(284, 284, 64), float(568, 568, 64)],
      // 3·3·1·64 + 64 and 3·3·64·64 + 64.
      parameters: 37_568,
    },
    {
      inputs: [float(32, 32, 16)],
      params: { filters: 32, norm: true },
      outputs: [float(16, 16, 32), float(32, 32, 32)],
      // 3·3·16·32 + 3·3·32·32 and 2 normalisations of 4·32.
      parameters: 14_080,
    },
  ],
});
