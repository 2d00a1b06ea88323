import { sketch } from '../sketch';
import { adam, type Template } from '../template';

type Net = ReturnType<typeof sketch>;

/** A small U-Net up to its last level, whose id it answers. */
function unet(net: Net, shape: readonly number[]): string {
  net.put('picture', 'input', { shape });
  net.put('down1', 'unetDown', { filters: 16, norm: true });
  net.put('down2', 'unetDown', { filters: 32, norm: true }, ['down1', 'out']);
  net.put('down3', 'unetDown', { filters: 64, norm: true }, ['down2', 'out']);
  net.put('bottom', 'convBnRelu', { filters: 128 }, ['down3', 'out']);
  net.put('up3', 'unetUp', { filters: 64, norm: true }, 'bottom', ['down3', 'skip']);
  net.put('up2', 'unetUp', { filters: 32, norm: true }, 'up3', ['down2', 'skip']);
  return net.put('up1', 'unetUp', { filters: 16, norm: true }, 'up2', ['down1', 'skip']);
}

function depth() {
  const net = sketch();
  unet(net, [96, 128, 3]);
  net.put('metres', 'conv2d', { filters: 1, kernel: [1, 1] });
  net.put('depth', 'output', { loss: 'huber' });
  return net.graph();
}

function parsing() {
  const net = sketch();
  const trunk = unet(net, [96, 96, 3]);
  net.put('objectScore', 'conv2d', { filters: 8, kernel: [1, 1] });
  net.put('objects', 'output', { loss: 'crossEntropy' });
  net.put('sceneScore', 'conv2d', { filters: 4, kernel: [1, 1] }, trunk);
  net.put('scene', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

/** Three columns with kernels of their own sizes: heads near the camera are large, those far away small. */
function crowd() {
  const columns = [
    ['large', 16, 9, 7],
    ['middle', 20, 7, 5],
    ['small', 24, 5, 3],
  ] as const;
  const net = sketch();
  net.put('picture', 'input', { shape: [128, 128, 3] });
  for (const [name, filters, first, size] of columns) {
    const conv = (id: number, count: number, kernel: number, ...from: string[]) =>
      net.put(
        `${name}${id}`,
        'conv2d',
        { filters: count, kernel: [kernel, kernel], padding: 'same', activation: 'relu' },
        ...from,
      );
    conv(1, filters, first, 'picture');
    net.put(`${name}.pool1`, 'maxPool2d');
    conv(2, 2 * filters, size);
    net.put(`${name}.pool2`, 'maxPool2d');
    conv(3, filters, size);
    conv(4, filters / 2, size);
  }
  net.put('concat', 'concatenate', undefined, 'large4', 'middle4', 'small4');
  net.put('density', 'conv2d', { filters: 1, kernel: [1, 1] });
  net.put('people', 'output', { loss: 'meanSquaredError' });
  return net.graph();
}

const templates: Template[] = [
  {
    name: 'depth',
    title: 'How far away',
    family: 'Pictures to maps',
    description:
      'A picture goes in, a map comes out that says for every pixel how far away it is. Takes pictures of 96×128 pixels ' +
      'in colour; the truth is a map of the same size.',
    source: 'Eigen, Puhrsch and Fergus, Depth map prediction from a single image, 2014',
    graph: depth(),
    training: adam(20, 16),
  },
  {
    name: 'parsing',
    title: 'Scene and object parsing',
    family: 'Pictures to maps',
    description:
      'One trunk and two maps: which of eight objects each pixel belongs to, and which of four kinds of surroundings. ' +
      'Takes pictures of 96×96 pixels in colour.',
    source: 'Zhou and others, Scene parsing through ADE20K dataset, 2017',
    graph: parsing(),
    training: adam(20, 16),
  },
  {
    name: 'crowd',
    title: 'Counting a crowd',
    family: 'Pictures to maps',
    description:
      'Three columns with large, middle and small kernels see heads near and far; together they give a map of density, ' +
      'and the sum of the map is the number of people. Takes pictures of 128×128 pixels in colour; the truth is a map ' +
      'of 32×32.',
    source: 'Zhang, Zhou, Chen, Gao and Ma, Single-image crowd counting via multi-column neural network, 2016',
    graph: crowd(),
    training: adam(30, 16, 1e-4),
  },
];

export default templates;
