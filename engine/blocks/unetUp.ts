import type { PortRef } from '../graph/document';
import { tooSmall } from '../layers/contract/faults';
import { float, type Spec } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { convolutionSteps } from './parts/convolutions';
import { endOf, idsOf, line, ROW, type Step, wires } from './parts/drawing';
import { UNET, UNET_SOURCE } from './parts/unet-form';

/** How many values too many the maps across have along height and width; empty where that is not known. */
const surplus = (below: Spec | undefined, across: Spec | undefined): number[] =>
  below?.shape.length === 4 && across?.shape.length === 4
    ? [1, 2].map((axis) => Number(across.shape[axis]) - 2 * Number(below.shape[axis]))
    : [];

/** Takes the middle of the maps across, so that they are as large as those from below once these are drawn larger. */
const cropped = (more: readonly number[]): Step[] =>
  more.some((count) => count > 0)
    ? [['crop', 'crop2d', { crop: more.map((count) => [Math.floor(count / 2), Math.ceil(count / 2)]) }]]
    : [];

export default defineBlock({
  kind: 'unetUp',
  title: 'U-Net level, up',
  glyph: 'unet',
  group: 'block',
  doc: {
    summary: 'The right side of a U-Net’s level: draws the maps from below larger and joins those that come across.',
    formula: 'y = ReLU(conv(ReLU(conv([across, up(x)])))): up a 2×2 transposed convolution of stride 2.',
    advice:
      'Wire what comes from below to in, and the skip of the level of the same width to across. Maps across that are ' +
      'larger, as they are without padding, are cropped to the middle.',
    source: UNET_SOURCE,
  },
  params: UNET,
  inputs: [{ name: 'in' }, { name: 'across' }],
  outputs: [{ name: 'out' }],
  name: 'up',
  summary: (p) => `${p.convolutions} × 3×3, ${p.filters}`,
  inside(p, [below, across]) {
    const more = surplus(below, across);
    if (across && more.some((count) => count < 0)) {
      return tooSmall(1, across, [1, 2].map((axis) => 2 * Number(below?.shape[axis])).join('×'), []);
    }
    const side = cropped(more);
    const up: Step = [
      'up',
      'conv2dTranspose',
      { filters: p.filters, kernel: [2, 2], stride: [2, 2], activation: 'relu' },
    ];
    const joined: Step[] = [['concat', 'concatenate'], ...convolutionSteps(p)];
    const entry: PortRef = [side[0]?.[0] ?? 'concat', 'in'];
    const ids = idsOf(joined);
    return {
      graph: {
        nodes: [...line(0, ROW, ...side), ...line(0, 0, up), ...line(Math.max(endOf(side), endOf([up])), 0, ...joined)],
        // What comes across is joined first.
        edges: [...(side.length > 0 ? wires(...idsOf(side), 'concat') : []), ...wires('up', ...ids)],
      },
      inputs: { in: ['up', 'in'], across: entry },
      outputs: { out: [ids.at(-1) as string, 'out'] },
    };
  },
  examples: [
    {
      inputs: [float(28, 28, 1024), float(56, 56, 512)],
      params: { filters: 512 },
      outputs: [float(56, 56, 512)],
      // 2·2·1024·512 + 512, 3·3·1024·512 + 512 and 3·3·512·512 + 512.
      parameters: 9_176_576,
    },
    {
      inputs: [float(28, 28, 128), float(64, 64, 64)],
      params: { filters: 64, padding: 'valid' },
      outputs: [float(52, 52, 64)],
      // 2·2·128·64 + 64, 3·3·128·64 + 64 and 3·3·64·64 + 64.
      parameters: 143_552,
    },
  ],
});
