import { bool, int } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { chain } from './parts/chain';
import { convolutionSteps } from './parts/convolutions';
import { NORMALISATION } from './parts/normalised';

export default defineBlock({
  kind: 'vggStage',
  title: 'VGG stage',
  glyph: 'block',
  group: 'block',
  doc: {
    summary: 'Some 3×3 convolutions with ReLU and a pooling: a few small kernels see as far as one large one.',
    formula:
      'y = maxpool(ReLU(conv(… ReLU(conv(x))))): n convolutions of 3×3 with zeros around, then 2×2 with stride 2.',
    advice:
      'Two of these convolutions see 5×5 pixels, three see 7×7, with fewer parameters than one large kernel and more ' +
      'bends between. VGG-16 has five stages of 2, 2, 3, 3 and 3 convolutions with 64, 128, 256, 512 and 512 filters.',
    source: 'Simonyan and Zisserman, Very deep convolutional networks for large-scale image recognition, 2015',
  },
  params: {
    filters: int('Filters', 64, { max: 65_536, help: 'Maps of every convolution of the stage.' }),
    convolutions: int('Convolutions', 2, { max: 64, help: 'How many follow each other before the pooling.' }),
    norm: bool('Normalise', false, { help: 'A batch normalisation between each convolution and its ReLU.' }),
    ...NORMALISATION,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'stage',
  summary: (p) => `${p.convolutions} × 3×3, ${p.filters}${p.norm ? ', normalised' : ''}`,
  inside: (p) => chain(...convolutionSteps(p), ['pool', 'maxPool2d']),
  examples: [
    {
      inputs: [float(224, 224, 3)],
      outputs: [float(112, 112, 64)],
      // 3·3·3·64 + 64 and 3·3·64·64 + 64: 1,792 and 36,928.
      parameters: 38_720,
    },
    {
      inputs: [float(28, 28, 256)],
      params: { filters: 512, convolutions: 3, norm: true },
      outputs: [float(14, 14, 512)],
      // 3·3·256·512 + 2·3·3·512·512 and 3 normalisations of 4·512.
      parameters: 5_904_384,
    },
  ],
});
