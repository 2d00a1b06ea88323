import { around } from '../around';
import { sketch } from '../sketch';
import { sgd, type Template } from '../template';

const SOURCE = 'He, Zhang, Ren and Sun, Deep residual learning for image recognition, 2016';

const BLOCKS = [
  { depth: 18, form: 'basic', counts: [2, 2, 2, 2] },
  { depth: 34, form: 'basic', counts: [3, 4, 6, 3] },
  { depth: 50, form: 'bottleneck', counts: [3, 4, 6, 3] },
  { depth: 101, form: 'bottleneck', counts: [3, 4, 23, 3] },
  { depth: 152, form: 'bottleneck', counts: [3, 8, 36, 3] },
] as const;

type Depth = (typeof BLOCKS)[number];

/** torchvision's form: no biases before normalisations, the stride of a bottleneck in its 3×3 convolution. */
function graphOf({ form, counts }: Depth) {
  const net = sketch();
  net.put('picture', 'input', { shape: [224, 224, 3] });
  net.put('conv1', 'convBnRelu', { filters: 64, kernel: [7, 7], stride: [2, 2], padding: around(3) });
  net.put('pool1', 'maxPool2d', { size: [3, 3], stride: [2, 2], padding: around(1) });
  counts.forEach((count, stage) => {
    for (let i = 0; i < count; i++) {
      net.put(`res${stage + 2}.${i + 1}`, 'residual', {
        filters: 64 * 2 ** stage,
        ...(form === 'bottleneck' && { form }),
        ...(stage > 0 && i === 0 && { stride: 2 }),
      });
    }
  });
  net.put('average', 'globalAveragePool2d');
  net.put('fc', 'dense', { units: 1000 });
  net.put('object', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const WORDS: Readonly<Record<number, string>> = {
  18: 'Eight residual blocks of two 3×3 convolutions each. The shortcuts let gradients reach the first layers.',
  34: 'Sixteen residual blocks of two 3×3 convolutions: as deep as plain nets can hardly be trained any more.',
  50: 'Sixteen bottlenecks: a 1×1 convolution narrows, a 3×3 looks, a 1×1 widens. The most used net for pictures.',
  101: 'As ResNet-50, with 23 bottlenecks in the third stage in place of 6.',
  152: 'Fifty bottlenecks. The net that won ImageNet in 2015, with less work a picture than VGG-16.',
};

export default BLOCKS.map(
  (depth): Template => ({
    name: `resnet${depth.depth}`,
    title: `ResNet-${depth.depth}`,
    family: 'Classic networks',
    description: `${WORDS[depth.depth]} Takes pictures of 224×224 pixels in colour and tells 1,000 classes apart.`,
    source: SOURCE,
    graph: graphOf(depth),
    training: sgd({ epochs: 90, batch: depth.depth > 34 ? 32 : 64, rate: 0.1, decay: 1e-4, every: 30 }),
  }),
);
