import type { GraphNode } from '../../graph/document';
import { bool, type Margins, number, type Params, type Values } from '../../layers/contract/params';
import type { Step } from './drawing';

/**
 * The two numbers of every batch normalisation in a block. The defaults are those of torchvision's resnet: running
 * statistics that follow within tens of steps, and a small epsilon.
 */
export const NORMALISATION = {
  momentum: number('Momentum', 0.9, {
    min: 0,
    max: 0.9999,
    help: 'How slowly running statistics follow.',
    advanced: true,
  }),
  epsilon: number('Epsilon', 1e-5, { min: 1e-8, max: 1, help: 'Keeps the division finite.', advanced: true }),
} as const satisfies Params;

export const CONVOLUTION_BIAS = bool('Convolution bias', false, {
  help: 'Of no use before a normalisation, which has an offset; some known nets have it.',
  advanced: true,
});

export type Normalisation = Values<typeof NORMALISATION> & { readonly scale?: boolean };

export const normalisation = (id: string, p: Normalisation): Step => [
  id,
  'batchNorm',
  { momentum: p.momentum, epsilon: p.epsilon, ...(p.scale === false && { scale: false }) },
];

type Size = number | readonly [number, number];
const both = (size: Size): readonly [number, number] => (typeof size === 'number' ? [size, size] : size);

interface ConvolutionForm {
  readonly filters: number;
  readonly kernel: Size;
  readonly stride?: Size;
  readonly padding?: 'same' | 'valid' | Margins;
  readonly dilation?: Size;
  readonly groups?: number;
  readonly bias?: boolean;
  readonly activation?: string;
}

/** One zero at every side: how PyTorch and Caffe pad a 3×3 kernel that moves by two; same padding leaves one side out. */
export const ONE_AROUND: Margins = [
  [1, 1],
  [1, 1],
];

/** Parameters of a convolution, without those that have their defaults. Zeros around unless it says otherwise. */
export function convolution({ filters, kernel, bias = false, ...form }: ConvolutionForm): GraphNode['params'] {
  const { stride = 1, padding = 'same', dilation = 1, groups = 1, activation } = form;
  return {
    filters,
    kernel: both(kernel),
    stride: both(stride),
    padding,
    ...(String(both(dilation)) !== '1,1' && { dilation: both(dilation) }),
    ...(groups !== 1 && { groups }),
    ...(activation !== undefined && { activation }),
    bias,
  };
}
