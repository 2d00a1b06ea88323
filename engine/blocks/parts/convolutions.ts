import type { Margins } from '../../layers/contract/params';
import type { Step } from './drawing';
import { convolution, type Normalisation, normalisation } from './normalised';

/** How several 3×3 convolutions of one width follow each other. */
interface Convolutions extends Normalisation {
  readonly filters: number;
  readonly convolutions: number;
  readonly norm: boolean;
  readonly padding?: 'same' | 'valid' | Margins;
}

/** `conv1`, `conv2`, … with ReLU, and a normalisation before it where wanted. */
export const convolutionSteps = (p: Convolutions): Step[] =>
  Array.from({ length: p.convolutions }, (_, i): Step[] => {
    const form = { filters: p.filters, kernel: 3, ...(p.padding && { padding: p.padding }) };
    if (!p.norm) return [[`conv${i + 1}`, 'conv2d', convolution({ ...form, activation: 'relu', bias: true })]];
    return [
      [`conv${i + 1}`, 'conv2d', convolution(form)],
      normalisation(`norm${i + 1}`, p),
      [`relu${i + 1}`, 'activation', { activation: 'relu' }],
    ];
  }).flat();
