import type { PortRef } from '../graph/document';
import { activation, int, number } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { channelsOf } from './parts/channels';
import { endOf, idsOf, line, ROW, type Step, wires } from './parts/drawing';
import { convolution, NORMALISATION, normalisation } from './parts/normalised';

export default defineBlock({
  kind: 'invertedResidual',
  title: 'Inverted residual block',
  glyph: 'residual',
  group: 'block',
  doc: {
    summary: 'Widens a few maps to many, looks at each by itself, narrows them again and adds the result to x.',
    formula:
      'y = x + P(D(E(x))): E a 1×1 convolution to t times the maps, D a depthwise convolution, both with normalisation ' +
      'and activation, P a 1×1 convolution with normalisation only. Without x where stride or maps change the shape.',
    advice:
      'The brick of MobileNet v2, and with squeeze and excitation (0.25) and swish that of EfficientNet. No activation ' +
      'behind the last convolution: on few maps it would lose too much.',
    source: 'Sandler and others, MobileNetV2: inverted residuals and linear bottlenecks, 2018',
  },
  params: {
    filters: int('Filters', 24, { max: 65_536, help: 'Maps that come out.' }),
    expand: int('Expansion', 6, { max: 64, help: 'How many times the incoming maps stand in between; 1 for none.' }),
    kernel: int('Kernel', 3, { max: 255, help: 'Height and width of the depthwise kernels.' }),
    stride: int('Stride', 1, { max: 64, help: '2 halves height and width.' }),
    squeeze: number('Squeeze', 0, {
      min: 0,
      max: 1,
      help: 'Squeeze and excitation: its units as a share of the incoming maps; 0 for none.',
    }),
    activation: activation('relu6'),
    ...NORMALISATION,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'inverted',
  summary: (p) =>
    `${p.filters}, × ${p.expand}, ${p.kernel}×${p.kernel}${p.stride > 1 ? `, stride ${p.stride}` : ''}` +
    (p.squeeze > 0 ? ', excited' : ''),
  inside(p, [input]) {
    const channels = channelsOf(input) ?? p.filters;
    const act = (id: string): Step => [id, 'activation', { activation: p.activation }];
    const widen: Step[] = [
      ['expand', 'conv2d', convolution({ filters: channels * p.expand, kernel: 1 })],
      normalisation('expandNorm', p),
      act('expandAct'),
    ];
    const squeezed = Math.max(1, Math.floor(channels * p.squeeze));
    const steps: Step[] = [
      ...(p.expand > 1 ? widen : []),
      [
        'depthwise',
        'depthwiseConv2d',
        { kernel: [p.kernel, p.kernel], stride: [p.stride, p.stride], padding: 'same', bias: false },
      ],
      normalisation('depthwiseNorm', p),
      act('depthwiseAct'),
      ...(p.squeeze > 0 ? [['excite', 'squeezeExcite', { squeezed, activation: p.activation }] satisfies Step] : []),
      ['project', 'conv2d', convolution({ filters: p.filters, kernel: 1 })],
      normalisation('projectNorm', p),
    ];
    const ids = idsOf(steps);
    const adds = p.stride === 1 && channels === p.filters;
    const first: PortRef = [ids[0] as string, 'in'];
    return {
      graph: {
        nodes: [...line(0, 0, ...steps), ...(adds ? line(endOf(steps), ROW, ['add', 'add']) : [])],
        edges: wires(...ids, ...(adds ? ['add'] : [])),
      },
      inputs: { in: adds ? [first, ['add', 'in']] : first },
      outputs: { out: [adds ? 'add' : 'projectNorm', 'out'] },
    };
  },
  examples: [
    {
      inputs: [float(112, 112, 16)],
      params: { filters: 24, stride: 2 },
      outputs: [float(56, 56, 24)],
      // 16·96 + 4·96 + 3·3·96 + 4·96 + 96·24 + 4·24: the second of MobileNet v2.
      parameters: 5568,
    },
    {
      inputs: [float(56, 56, 24)],
      outputs: [float(56, 56, 24)],
      // 24·144 + 4·144 + 3·3·144 + 4·144 + 144·24 + 4·24.
      parameters: 9456,
    },
    {
      inputs: [float(112, 112, 32)],
      params: { filters: 16, expand: 1, squeeze: 0.25, activation: 'swish' },
      outputs: [float(112, 112, 16)],
      // 3·3·32 + 4·32, 32·8 + 8 + 8·32 + 32, 32·16 + 4·16: the first of EfficientNet-B0.
      parameters: 1544,
    },
  ],
});
