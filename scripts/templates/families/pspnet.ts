import { around } from '../around';
import { sketch } from '../sketch';
import { adam, sgd, type Template } from '../template';

const SOURCE = 'Zhao, Shi, Qi, Wang and Jia, Pyramid scene parsing network, 2017';

/** Blocks, stride of the first and dilation of the four stages of ResNet-50: the last two keep 60×60 places. */
const STAGES = [
  [3, 1, 1],
  [4, 2, 1],
  [6, 1, 2],
  [3, 1, 4],
] as const;

function large() {
  const net = sketch();
  net.put('picture', 'input', { shape: [473, 473, 3] });
  net.put('conv1', 'convBnRelu', { filters: 64, stride: [2, 2], padding: around(1) });
  net.put('conv2', 'convBnRelu', { filters: 64 });
  net.put('conv3', 'convBnRelu', { filters: 128 });
  net.put('pool1', 'maxPool2d', { size: [3, 3], stride: [2, 2], padding: around(1) });
  STAGES.forEach(([count, stride, dilation], stage) => {
    for (let i = 0; i < count; i++) {
      net.put(`res${stage + 2}.${i + 1}`, 'residual', {
        filters: 64 * 2 ** stage,
        form: 'bottleneck',
        ...(stride > 1 && i === 0 && { stride }),
        ...(dilation > 1 && { dilation }),
      });
    }
  });
  net.put('pyramid', 'pyramidPooling');
  net.put('conv5', 'convBnRelu', { filters: 512 });
  net.put('drop', 'dropout', { rate: 0.1 });
  net.put('score', 'conv2d', { filters: 150, kernel: [1, 1] });
  net.put('resize', 'resize2d', { size: [473, 473], alignCorners: true });
  net.put('label', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

function small() {
  const net = sketch();
  net.put('picture', 'input', { shape: [96, 96, 3] });
  net.put('conv1', 'convBnRelu', { filters: 16, stride: [2, 2], padding: around(1) });
  net.put('stage1', 'residualStage', { filters: 32, stride: 2 });
  net.put('stage2', 'residualStage', { filters: 64, stride: 2 });
  net.put('pyramid', 'pyramidPooling');
  net.put('conv5', 'convBnRelu', { filters: 64 });
  net.put('score', 'conv2d', { filters: 6, kernel: [1, 1] });
  net.put('resize', 'resize2d', { size: [96, 96] });
  net.put('label', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const templates: Template[] = [
  {
    name: 'pspnet50',
    title: 'PSPNet on ResNet-50',
    family: 'Pictures to maps',
    description:
      'A ResNet-50 whose last two stages keep their size and look further apart, and a pyramid of averages that tells ' +
      'every place what else is in the picture. 46,782,550 of its parameters learn, the others are running statistics; ' +
      'without the auxiliary output of its training. Takes pictures of 473×473 pixels in colour and gives every pixel ' +
      'one of 150 labels.',
    source: SOURCE,
    graph: large(),
    training: sgd({ epochs: 100, batch: 2, rate: 0.01, decay: 1e-4 }),
  },
  {
    name: 'pspnet-small',
    title: 'PSPNet, small',
    family: 'Pictures to maps',
    description:
      'Pyramid pooling in a net that trains on this machine: two residual stages, averages of the whole picture and of ' +
      'its halves, thirds and sixths, and a label for every pixel. Takes pictures of 96×96 pixels in colour and tells ' +
      'six labels apart.',
    source: SOURCE,
    graph: small(),
    training: adam(20, 16),
  },
];

export default templates;
