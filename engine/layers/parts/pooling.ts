import type { Fault } from '../../graph/problems';
import { needsFloat, needsMaps, tooSmall } from '../contract/faults';
import { choice, type Params, pair, type Values } from '../contract/params';
import { float, type Spec } from '../contract/spec';
import { fittingSize, leastMaps, pairText, strideText, type Window, windowOutput } from './window';

/** Parameters that all poolings over a window have. */
export const POOLING = {
  size: pair('Size', [2, 2], { help: 'Height and width of the window.' }),
  stride: pair('Stride', [2, 2], { help: 'How far the window moves.' }),
  padding: choice(
    'Padding',
    [
      { value: 'valid', title: 'None' },
      { value: 'same', title: 'Same' },
    ],
    'valid',
    { help: 'None: the window stays inside. Same: it may reach over the edge, where nothing counts.' },
  ),
} as const satisfies Params;

/** `2×2, stride 2` */
export const poolingSummary = (p: Values<typeof POOLING>): string =>
  `${pairText(p.size)}, stride ${strideText(p.stride)}`;

/** [H, W, C] → [H′, W′, C], or what does not fit. */
export function poolingShape(x: Spec, window: Window): readonly Spec[] | Fault {
  if (x.dtype !== 'float32') return needsFloat(0, x);
  if (x.shape.length !== 4) return needsMaps(0, x);
  const [height, width] = windowOutput(x, window);
  if (height >= 1 && width >= 1) return [float(height, width, Number(x.shape[3]))];
  const size = fittingSize(x, window);
  return tooSmall(0, x, leastMaps(x, window), [
    { title: 'Let the window reach over the edge', set: { padding: 'same' } },
    { title: `Use a window of ${pairText(size)}`, set: { size } },
  ]);
}
