import { sketch } from '../sketch';
import { sgd, type Template } from '../template';

const CLASSES = 21;

/** Draws maps larger by `factor`, with a kernel twice as wide so that neighbours overlap. */
const larger = (factor: number) => ({
  filters: CLASSES,
  kernel: [2 * factor, 2 * factor],
  stride: [factor, factor],
  bias: false,
});
const score = { filters: CLASSES, kernel: [1, 1] } as const;

function graph() {
  const net = sketch();
  net.put('picture', 'input', { shape: [224, 224, 3] });
  [
    [64, 2],
    [128, 2],
    [256, 3],
    [512, 3],
    [512, 3],
  ].forEach(([filters = 0, convolutions = 0], i) => {
    net.put(`stage${i + 1}`, 'vggStage', { filters, convolutions });
  });
  net.put('fc6', 'conv2d', { filters: 4096, kernel: [7, 7], padding: 'same', activation: 'relu' });
  net.put('drop6', 'dropout', { rate: 0.5 });
  net.put('fc7', 'conv2d', { filters: 4096, kernel: [1, 1], activation: 'relu' });
  net.put('drop7', 'dropout', { rate: 0.5 });
  net.put('score7', 'conv2d', score);
  net.put('up7', 'conv2dTranspose', larger(2));
  net.put('score4', 'conv2d', score, 'stage4');
  net.put('sum4', 'add', undefined, 'up7', 'score4');
  net.put('up4', 'conv2dTranspose', larger(2));
  net.put('score3', 'conv2d', score, 'stage3');
  net.put('sum3', 'add', undefined, 'up4', 'score3');
  net.put('up3', 'conv2dTranspose', larger(8));
  net.put('label', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const fcn: Template = {
  name: 'fcn8s',
  title: 'FCN-8s',
  family: 'Pictures to maps',
  description:
    'VGG-16 with its dense layers made convolutions, so that it answers at every place; scores of three depths are ' +
    'drawn larger and added. Padding is spread evenly here, where Caffe’s net pads the picture by 100 and crops at the ' +
    'end. Takes pictures of 224×224 pixels in colour and gives every pixel one of 21 labels.',
  source: 'Long, Shelhamer and Darrell, Fully convolutional networks for semantic segmentation, 2015',
  graph: graph(),
  training: sgd({ epochs: 50, batch: 1, rate: 1e-4, decay: 5e-4 }),
};

export default [fcn];
