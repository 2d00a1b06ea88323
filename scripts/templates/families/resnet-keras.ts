import { around } from '../around';
import { sketch } from '../sketch';
import { sgd, type Template } from '../template';

/** Keras' numbers: every convolution has a bias, and the first 1×1 of a bottleneck the stride. */
const norm = { bias: true, momentum: 0.99, epsilon: 1.001e-5 } as const;

function graph() {
  const net = sketch();
  net.put('picture', 'input', { shape: [224, 224, 3] });
  net.put('conv1', 'convBnRelu', { filters: 64, kernel: [7, 7], stride: [2, 2], padding: around(3), ...norm });
  net.put('pool1', 'maxPool2d', { size: [3, 3], stride: [2, 2], padding: around(1) });
  [3, 4, 6, 3].forEach((count, stage) => {
    for (let i = 0; i < count; i++) {
      const first = stage > 0 && i === 0;
      net.put(`res${stage + 2}.${i + 1}`, 'residual', {
        filters: 64 * 2 ** stage,
        form: 'bottleneck',
        ...(first && { stride: 2, strideIn: '1x1' }),
        ...norm,
      });
    }
  });
  net.put('average', 'globalAveragePool2d');
  net.put('fc', 'dense', { units: 1000 });
  net.put('object', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const resnet: Template = {
  name: 'resnet50-keras',
  title: 'ResNet-50, Keras’ form',
  family: 'Classic networks',
  description:
    'As ResNet-50, but with biases in all convolutions and the stride in the first 1×1 of a bottleneck: 26,560 ' +
    'parameters more and a little less work. Takes pictures of 224×224 pixels in colour and tells 1,000 classes apart.',
  source: 'He, Zhang, Ren and Sun, Deep residual learning for image recognition, 2016; as in Keras Applications',
  graph: graph(),
  training: sgd({ epochs: 90, batch: 32, rate: 0.1, decay: 1e-4, every: 30 }),
};

export default [resnet];
