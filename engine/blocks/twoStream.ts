import { int } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { endOf, idsOf, line, ROW, type Step, wires } from './parts/drawing';
import { halvingFault } from './parts/halvings';
import { convolution } from './parts/normalised';

export default defineBlock({
  kind: 'twoStream',
  title: 'Two streams',
  glyph: 'siamese',
  group: 'block',
  doc: {
    summary:
      'Two towers of the same form with weights of their own, one for a picture, one for its motion, and their mean.',
    formula:
      'y = ½·(softmax(A(picture)) + softmax(B(motion))): A and B are stages of 3×3 convolution, ReLU and pooling, a ' +
      'global average and a dense layer. y holds shares that add up to 1.',
    advice:
      'For actions in films: what is seen and how it moves say different things. The motion is a stack of optical ' +
      'flows, two maps for each pair of pictures. Mute one tower’s input to see what the other knows.',
    source: 'Simonyan and Zisserman, Two-stream convolutional networks for action recognition in videos, 2014',
  },
  params: {
    classes: int('Classes', 10, { max: 1_000_000, help: 'How many shares come out.' }),
    stages: int('Stages', 3, { max: 16, help: 'Convolutions and poolings in each tower.' }),
    filters: int('Filters', 32, { max: 16_384, help: 'Maps of the first stage; each further one has twice as many.' }),
  },
  inputs: [
    { name: 'picture', title: 'picture' },
    { name: 'motion', title: 'motion' },
  ],
  outputs: [{ name: 'out' }],
  name: 'streams',
  summary: (p) => `2 × ${p.stages} stages, ${p.classes} classes`,
  inside(p, inputs) {
    const fault = inputs.map((spec, i) => halvingFault(i, spec, p.stages)).find((found) => found !== undefined);
    if (fault) return fault;
    const tower = (name: string): Step[] => [
      ...Array.from({ length: p.stages }, (_, i): Step[] => [
        [
          `${name}.conv${i + 1}`,
          'conv2d',
          convolution({ filters: p.filters * 2 ** i, kernel: 3, activation: 'relu', bias: true }),
        ],
        [`${name}.pool${i + 1}`, 'maxPool2d'],
      ]).flat(),
      [`${name}.average`, 'globalAveragePool2d'],
      [`${name}.fc`, 'dense', { units: p.classes, activation: 'softmax' }],
    ];
    const [picture, motion] = [tower('picture'), tower('motion')];
    return {
      graph: {
        nodes: [...line(0, 0, ...picture), ...line(0, ROW, ...motion), ...line(endOf(picture), 0, ['mean', 'average'])],
        edges: [...wires(...idsOf(picture), 'mean'), ...wires(...idsOf(motion), 'mean')],
      },
      inputs: { picture: ['picture.conv1', 'in'], motion: ['motion.conv1', 'in'] },
      outputs: { out: ['mean', 'out'] },
    };
  },
  examples: [
    {
      inputs: [float(32, 32, 3), float(32, 32, 10)],
      params: { classes: 5, stages: 2, filters: 8 },
      outputs: [float(5)],
      // 3·3·3·8 + 8 and 3·3·10·8 + 8, then twice 3·3·8·16 + 16 and 16·5 + 5.
      parameters: 3458,
    },
  ],
});
