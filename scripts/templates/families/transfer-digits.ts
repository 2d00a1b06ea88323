import { mnist } from '../mnist';
import { sketch } from '../sketch';
import { adam, type Template } from '../template';

const relu = { activation: 'relu' } as const;

function graph() {
  const net = sketch();
  net.put('picture', 'input');
  net.put('conv1', 'conv2d', { filters: 8, kernel: [5, 5], ...relu });
  net.put('pool1', 'maxPool2d');
  net.put('conv2', 'conv2d', { filters: 16, kernel: [5, 5], ...relu });
  net.put('pool2', 'maxPool2d');
  net.put('flatten', 'flatten');
  net.put('fc1', 'dense', { units: 64, ...relu });
  net.put('head', 'dense', { units: 5 });
  net.put('digit', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const template: Template = {
  name: 'transfer-digits',
  title: 'From some digits to others',
  family: 'First steps',
  description:
    'What a net learns of strokes on the digits 0 to 4 helps it with 5 to 9. Train it, freeze its convolutions, choose ' +
    'the other digits, and begin the next run with the weights of the first, under a new head. From two pictures of ' +
    'each digit it then tells 72 % right, where a net that begins with nothing tells 68 %: the mean of ten draws.',
  source: 'Yosinski, Clune, Bengio and Lipson, How transferable are features in deep neural networks?, 2014',
  graph: graph(),
  notes: [
    {
      id: 'steps',
      text:
        '1. Train: the net learns the digits 0 to 4.\n' +
        '2. Data: choose the digits 5, 6, 7, 8, 9, and two of each. No validation part: there is nothing to spare.\n' +
        '3. Freeze conv1 and conv2, and give head another name: what has a new name is drawn anew.\n' +
        '4. Training: begin with the first run, a batch of 10, 200 epochs. It takes a few seconds.',
      at: [0, 416],
      size: [608, 128],
    },
  ],
  data: mnist({ picture: 'image', digit: 'label' }, [0, 1, 2, 3, 4]),
  training: adam(3, 64),
};

export default [template];
