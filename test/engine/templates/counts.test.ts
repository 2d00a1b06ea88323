import { describe, expect, it } from 'vitest';
import { analysisOf, templateOf } from './open';

interface Counts {
  readonly parameters?: number;
  readonly trainable?: number;
  readonly macs?: number;
}

/** What other programs and papers count. MACs are multiply-adds for one picture. */
const COUNTS: Readonly<Record<string, Counts & { readonly by: string }>> = {
  fish: { parameters: 26, by: 'arithmetic' },
  lenet: { parameters: 431_080, macs: 2_293_000, by: 'Caffe’s lenet' },
  'mnist-mlp': { parameters: 79_510, by: 'arithmetic' },
  'siamese-mnist': { parameters: 431_102, macs: 4_586_040, by: 'Caffe’s mnist_siamese; MACs of both branches' },
  resnet18: { trainable: 11_689_512, macs: 1_814_073_344, by: 'torchvision' },
  resnet34: { trainable: 21_797_672, macs: 3_663_761_408, by: 'torchvision' },
  resnet50: { trainable: 25_557_032, macs: 4_089_184_256, by: 'torchvision' },
  resnet101: { trainable: 44_549_160, macs: 7_801_405_440, by: 'torchvision' },
  resnet152: { trainable: 60_192_808, macs: 11_513_626_624, by: 'torchvision' },
  vgg11: { parameters: 132_863_336, by: 'arithmetic' },
  vgg16: { parameters: 138_357_544, trainable: 138_357_544, macs: 15_470_264_320, by: 'Keras 3.15' },
  vgg19: { parameters: 143_667_240, trainable: 143_667_240, macs: 19_632_062_464, by: 'Keras 3.15' },
  resnet20: { trainable: 269_722, by: 'arithmetic, CIFAR form with shortcuts without parameters' },
  resnet56: { trainable: 853_018, by: 'arithmetic, as above' },
  resnet110: { trainable: 1_727_962, by: 'arithmetic, as above' },
  resnet1202: { trainable: 19_421_274, by: 'arithmetic, as above' },
  plain20: { trainable: 269_722, by: 'arithmetic: the shortcuts of ResNet-20 have none' },
  plain56: { trainable: 853_018, by: 'arithmetic: the shortcuts of ResNet-56 have none' },
  alexnet: { parameters: 60_965_224, macs: 724_406_816, by: 'Caffe’s bvlc_alexnet' },
  googlenet: { parameters: 6_998_552, macs: 1_582_671_872, by: 'Caffe’s bvlc_googlenet' },
  'googlenet-aux': { parameters: 13_378_280, by: 'arithmetic, with both auxiliary heads' },
  squeezenet: { parameters: 1_248_424, by: 'DeepScale’s prototxt' },
  densenet121: { parameters: 8_062_504, trainable: 7_978_856, macs: 2_834_161_664, by: 'Keras 3.15' },
  'inception-v3': { parameters: 23_851_784, trainable: 23_817_352, macs: 5_713_216_096, by: 'Keras 3.15' },
  'resnet50-keras': { parameters: 25_636_712, trainable: 25_583_592, macs: 3_857_973_248, by: 'Keras 3.15' },
  'full-connectivity': { parameters: 14_400_120_000, by: 'arithmetic' },
  mobilenet: { parameters: 4_253_864, trainable: 4_231_976, macs: 568_740_352, by: 'Keras 3.15' },
  'mobilenet-v2': { parameters: 3_538_984, trainable: 3_504_872, macs: 300_774_272, by: 'Keras 3.15' },
  'efficientnet-b0': { parameters: 5_330_564, trainable: 5_288_548, macs: 385_814_752, by: 'Keras 3.15' },
  deepface: { parameters: 118_923_774, by: 'arithmetic' },
  xception: { parameters: 22_910_480, trainable: 22_855_952, macs: 8_357_403_496, by: 'Keras 3.15' },
  'unet-original': { parameters: 31_030_658, by: 'arithmetic, after the paper' },
  pspnet50: { trainable: 46_782_550, by: 'arithmetic, 150 classes, no auxiliary head, no running statistics' },
  // VGG-16 without its dense layers, fc6, fc7, three scores, and kernels of 4, 4 and 16 between 21 maps.
  fcn8s: {
    parameters: 14_714_688 + 102_764_544 + 16_781_312 + 86_037 + 10_773 + 5_397 + 2 * 7_056 + 112_896,
    by: 'arithmetic',
  },
  pixels: { parameters: 7_850, macs: 7_840, by: 'arithmetic' },
  // Four maps of 26×26 by nine numbers each, and 13·13·4 pooled values for each of ten digits.
  kernels: { parameters: 6_770, macs: 4 * 26 * 26 * 9 + 6_760, by: 'arithmetic' },
  // 100 for the features; 448, 4,640, 36,896 and 132 for the pictures.
  'features-vs-pixels': {
    parameters: 100 + 42_116,
    macs: 84 + 30 * 30 * 16 * 27 + 13 * 13 * 32 * 144 + 6 * 6 * 32 * 32 + 128,
    by: 'arithmetic',
  },
  // Layers of 208, 3,216, 16,448 and 325.
  'transfer-digits': {
    parameters: 20_197,
    macs: 24 * 24 * 8 * 25 + 8 * 8 * 16 * 200 + 256 * 64 + 64 * 5,
    by: 'arithmetic',
  },
  'vanishing-residual': { parameters: 784 * 32 + 32 + 19 * (2 * 32 + 32 * 32 + 32) + 330, by: 'arithmetic' },
};

describe('counts', () => {
  it('of SqueezeNet are 861.3 million multiply-adds, as its authors round them', () => {
    expect(Math.round(analysisOf('squeezenet').totals.macs / 1e5)).toBe(8613);
  });

  it.each(Object.entries(COUNTS))('of %s are those of $by', (name, { by: _, ...counts }) => {
    expect(analysisOf(name).totals).toMatchObject(counts);
  });
});

describe('counts by layer', () => {
  const parametersOf = (name: string, ids: readonly string[]) => {
    const { nodes } = analysisOf(name);
    return ids.map((id) => nodes.get(id)?.parameters);
  };

  it('of AlexNet, whose convolutions do 92 % of the work and whose dense layers hold 96 % of the parameters', () => {
    const convolutions = ['conv1', 'conv2', 'conv3', 'conv4', 'conv5'];
    const dense = ['fc6', 'fc7', 'fc8'];
    expect(parametersOf('alexnet', [...convolutions, ...dense])).toEqual([
      34_944, 307_456, 885_120, 663_936, 442_624, 37_752_832, 16_781_312, 4_097_000,
    ]);
    const { nodes, totals } = analysisOf('alexnet');
    const work = convolutions.reduce((sum, id) => sum + (nodes.get(id)?.macs ?? 0), 0);
    expect(Math.round((100 * work) / totals.macs)).toBe(92);
    const held = dense.reduce((sum, id) => sum + (nodes.get(id)?.parameters ?? 0), 0);
    expect(Math.round((100 * held) / totals.parameters)).toBe(96);
  });

  it('of the values that AlexNet’s layers give', () => {
    const { nodes } = analysisOf('alexnet');
    const values = ['conv1', 'conv2', 'conv3', 'conv4', 'conv5', 'fc6', 'fc7', 'fc8'].map(
      (id) => (nodes.get(id)?.activationBytes ?? 0) / 4,
    );
    expect(values).toEqual([290_400, 186_624, 64_896, 64_896, 43_264, 4096, 4096, 1000]);
  });

  it('of GoogLeNet, with 8.7 times fewer parameters than AlexNet', () => {
    expect(parametersOf('googlenet', ['inception3a'])).toEqual([163_696]);
    const times = analysisOf('alexnet').totals.parameters / analysisOf('googlenet').totals.parameters;
    expect(times.toFixed(1)).toBe('8.7');
  });

  it('of DeepFace', () => {
    const layers = ['conv1', 'conv3', 'local4', 'local5', 'local6', 'fc7', 'fc8'];
    expect(parametersOf('deepface', layers)).toEqual([
      11_648, 41_488, 62_774_800, 7_850_000, 2_829_456, 28_905_472, 16_510_910,
    ]);
  });
});

describe('blocks as nodes', () => {
  const count = (name: string, kind: string) =>
    templateOf(name).graph.nodes.filter((node) => node.kind === kind).length;

  it('keep large nets readable', () => {
    expect(count('resnet50', 'residual')).toBe(16);
    expect(count('resnet152', 'residual')).toBe(50);
    expect(count('resnet1202', 'residual')).toBe(600);
    expect(count('googlenet', 'inception')).toBe(9);
  });
});

it('opens and infers a net of 1,202 layers in under five seconds', () => {
  const begun = performance.now();
  const { nodes, problems } = analysisOf('resnet1202');
  expect(performance.now() - begun).toBeLessThan(5000);
  expect(problems).toEqual([]);
  // The picture, the first convolution with 3 nodes inside, the last three; 600 blocks of 7, and 3 more where maps shrink.
  expect(nodes.size).toBe(5 + 600 + 3 + 600 * 7 + 2 * 3);
});
