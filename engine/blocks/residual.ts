import type { GraphEdge, GraphNode, PortRef } from '../graph/document';
import { choice, int } from '../layers/contract/params';
import { float, type Spec, shapeText } from '../layers/contract/spec';
import { defineBlock } from './contract/block';

type Shortcut = 'auto' | 'identity' | 'projection';
type Settings = { filters: number; stride: number; shortcut: Shortcut };

/** Whether x has to be brought to the shape of R(x) before the two can be added. */
const changesShape = ({ filters, stride }: Settings, input: Spec | undefined): boolean =>
  stride > 1 || (input?.shape.length === 4 && input.shape[3] !== filters);

const projects = (p: Settings, input: Spec | undefined): boolean =>
  p.shortcut === 'auto' ? changesShape(p, input) : p.shortcut === 'projection';

const node = (id: string, kind: string, x: number, y: number, params?: GraphNode['params']): GraphNode => ({
  id,
  kind,
  ...(params && { params }),
  position: [x, y],
});

const wires = (...ids: string[]): GraphEdge[] =>
  ids.slice(1).map((to, i) => ({ from: [ids[i] as string, 'out'], to: [to, 'in'] }));

/** As in torchvision's resnet: running statistics that follow within tens of steps, and a small epsilon. */
const NORM: GraphNode['params'] = { momentum: 0.9, epsilon: 1e-5 };

/** Bias-free: the batch normalisation after it has an offset. */
const convolution = (filters: number, size: number, stride: number): GraphNode['params'] => ({
  filters,
  kernel: [size, size],
  stride: [stride, stride],
  padding: 'same',
  bias: false,
});

export default defineBlock({
  kind: 'residual',
  title: 'Residual block',
  glyph: 'residual',
  group: 'block',
  doc: {
    summary:
      'Learns only what to add to its input: y = x + R(x). The shortcut lets gradients pass the block untouched.',
    formula:
      'y = ReLU(S(x) + R(x)): R is 3×3 convolution, batch normalisation, ReLU, 3×3 convolution, batch normalisation; ' +
      'S is x itself, or a 1×1 convolution with batch normalisation where the shape changes.',
    advice:
      'Stack many of them: with shortcuts, nets of a hundred layers learn as willingly as nets of ten. Double the ' +
      'filters where the stride halves the maps. Leave the shortcut to itself unless you compare the two forms.',
    source: 'He, Zhang, Ren and Sun, Deep residual learning for image recognition, 2016',
  },
  params: {
    filters: int('Filters', 64, { max: 65_536, help: 'Maps that come out, and in between.' }),
    stride: int('Stride', 1, { max: 64, help: '2 halves height and width.' }),
    shortcut: choice<Shortcut>(
      'Shortcut',
      [
        { value: 'auto', title: 'Automatic' },
        { value: 'identity', title: 'Identity' },
        { value: 'projection', title: 'Projection' },
      ],
      'auto',
      { help: 'Automatic: x unchanged where its shape allows, otherwise a 1×1 convolution.' },
    ),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'res',
  summary: (p) =>
    `${p.filters}${p.stride > 1 ? `, stride ${p.stride}` : ''}${p.shortcut === 'auto' ? '' : `, ${p.shortcut}`}`,
  inside(p, [input]) {
    if (p.shortcut === 'identity' && changesShape(p, input)) {
      return {
        code: 'block/shortcut',
        param: 'shortcut',
        input: 0,
        expected: `${p.filters} maps`,
        got: input && shapeText(input),
        say: { filters: p.filters },
        cures: [{ title: 'Project the shortcut', set: { shortcut: 'projection' } }],
      };
    }
    const projected = projects(p, input);
    const shortcut: GraphNode[] = projected
      ? [
          node('projection', 'conv2d', 0, 176, convolution(p.filters, 1, p.stride)),
          node('projectionNorm', 'batchNorm', 176, 176, NORM),
        ]
      : [];
    // The first wire into `add` is x, the second R(x): what enters from outside comes first.
    const entry: PortRef[] = [
      ['conv1', 'in'],
      [projected ? 'projection' : 'add', 'in'],
    ];
    return {
      graph: {
        nodes: [
          node('conv1', 'conv2d', 0, 0, convolution(p.filters, 3, p.stride)),
          node('norm1', 'batchNorm', 176, 0, NORM),
          node('relu1', 'activation', 336, 0, { activation: 'relu' }),
          node('conv2', 'conv2d', 464, 0, convolution(p.filters, 3, 1)),
          node('norm2', 'batchNorm', 640, 0, NORM),
          ...shortcut,
          node('add', 'add', 800, 0),
          node('relu2', 'activation', 928, 0, { activation: 'relu' }),
        ],
        edges: [
          ...(projected ? wires('projection', 'projectionNorm', 'add') : []),
          ...wires('conv1', 'norm1', 'relu1', 'conv2', 'norm2', 'add', 'relu2'),
        ],
      },
      inputs: { in: entry },
      outputs: { out: ['relu2', 'out'] },
    };
  },
  examples: [
    {
      inputs: [float(56, 56, 64)],
      params: { filters: 64 },
      outputs: [float(56, 56, 64)],
      // 2 convolutions of 3·3·64·64 and 2 normalisations of 4·64, of which half are running statistics.
      parameters: 74_240,
    },
    {
      inputs: [float(56, 56, 64)],
      params: { filters: 128, stride: 2 },
      outputs: [float(28, 28, 128)],
      // 3·3·64·128 + 3·3·128·128 + 1·1·64·128 and 3 normalisations of 4·128.
      parameters: 230_912,
    },
    {
      inputs: [float(8, 8, 4)],
      params: { filters: 4, shortcut: 'projection' },
      outputs: [float(8, 8, 4)],
      // 2·3·3·4·4 + 1·1·4·4 and 3 normalisations of 4·4.
      parameters: 352,
    },
  ],
});
