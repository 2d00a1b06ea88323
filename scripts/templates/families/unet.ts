import { sketch } from '../sketch';
import { adam, sgd, type Template } from '../template';

const SOURCE = 'Ronneberger, Fischer and Brox, U-Net: convolutional networks for biomedical image segmentation, 2015';

interface Form {
  readonly shape: readonly [number, number, number];
  readonly filters: readonly number[];
  readonly classes: number;
  readonly padding: 'same' | 'valid';
  readonly norm: boolean;
}

/** Levels down, two convolutions at the bottom, levels up with what comes across. */
function graphOf({ shape, filters, classes, padding, norm }: Form) {
  const net = sketch();
  const form = (count: number) => ({
    filters: count,
    ...(padding === 'valid' && { padding }),
    ...(norm && { norm }),
  });
  const down = filters.slice(0, -1);
  net.put('picture', 'input', { shape });
  down.forEach((count, i) => {
    net.put(`down${i + 1}`, 'unetDown', form(count), i === 0 ? 'picture' : [`down${i}`, 'out']);
  });
  const bottom = filters.at(-1) ?? 64;
  net.put('bottom1', 'conv2d', { filters: bottom, padding, activation: 'relu' }, [`down${down.length}`, 'out']);
  net.put('bottom2', 'conv2d', { filters: bottom, padding, activation: 'relu' });
  if (padding === 'valid') net.put('drop', 'dropout', { rate: 0.5 });
  for (let i = down.length; i >= 1; i--) {
    const below = i === down.length ? (padding === 'valid' ? 'drop' : 'bottom2') : `up${i + 1}`;
    net.put(`up${i}`, 'unetUp', form(down[i - 1] ?? 64), below, [`down${i}`, 'skip']);
  }
  net.put('classes', 'conv2d', { filters: classes, kernel: [1, 1] });
  net.put('label', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const templates: Template[] = [
  {
    name: 'unet',
    title: 'U-Net',
    family: 'Pictures to maps',
    description:
      'Gives every pixel a label. The way down finds out what is there, the way up where; what goes across brings the ' +
      'details back. Small enough to train on this machine. Takes pictures of 128×128 pixels in colour and tells ' +
      'three classes apart at each.',
    source: SOURCE,
    graph: graphOf({
      shape: [128, 128, 3],
      filters: [16, 32, 64, 128, 256],
      classes: 3,
      padding: 'same',
      norm: true,
    }),
    training: adam(20, 8),
  },
  {
    name: 'unet-original',
    title: 'U-Net as published',
    family: 'Pictures to maps',
    description:
      'The net of the paper, without padding: every convolution takes a pixel off at each side, so that maps across are ' +
      'cropped and 572×572 pixels of grey come out as 388×388, each with one of two labels.',
    source: SOURCE,
    graph: graphOf({
      shape: [572, 572, 1],
      filters: [64, 128, 256, 512, 1024],
      classes: 2,
      padding: 'valid',
      norm: false,
    }),
    training: sgd({ epochs: 50, batch: 1, rate: 0.001, decay: 5e-4 }),
  },
];

export default templates;
