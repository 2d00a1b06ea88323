import { bool, number, type Params, type Values } from '../../layers/contract/params';
import type { Step } from './drawing';

/** As in Keras: slow statistics, and no scale, since a ReLU follows and the next convolution can scale as well. */
export const INCEPTION_NORMALISATION = {
  scale: bool('Scale', false, { help: 'The normalisations learn a scale.', advanced: true }),
  momentum: number('Momentum', 0.99, {
    min: 0,
    max: 0.9999,
    help: 'How slowly running statistics follow.',
    advanced: true,
  }),
  epsilon: number('Epsilon', 1e-3, { min: 1e-8, max: 1, help: 'Keeps the division finite.', advanced: true }),
} as const satisfies Params;

export const INCEPTION_SOURCE = 'Szegedy and others, Rethinking the Inception architecture for computer vision, 2016';

type Size = readonly [height: number, width: number];
/** A convolution with normalisation and ReLU: id, filters, kernel, and whether it halves the maps. */
export type Brick = (id: string, filters: number, kernel: Size, halves?: boolean) => Step;

export const brickOf =
  (p: Values<typeof INCEPTION_NORMALISATION>): Brick =>
  (id, filters, kernel, halves = false) => [
    id,
    'convBnRelu',
    {
      filters,
      kernel,
      ...(halves && { stride: [2, 2], padding: 'valid' }),
      scale: p.scale,
      momentum: p.momentum,
      epsilon: p.epsilon,
    },
  ];

export const averagePool = (id: string): Step => [
  id,
  'averagePool2d',
  { size: [3, 3], stride: [1, 1], padding: 'same' },
];

export const halvingPool = (id: string): Step => [id, 'maxPool2d', { size: [3, 3], stride: [2, 2] }];
