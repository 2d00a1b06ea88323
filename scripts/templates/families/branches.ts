import { sketch } from '../sketch';
import { adam, type Template } from '../template';

function twoStream() {
  const net = sketch();
  net.put('picture', 'input', { shape: [64, 64, 3] });
  net.put('motion', 'input', { shape: [64, 64, 10] });
  net.put('streams', 'twoStream', { classes: 6 }, 'picture', 'motion');
  net.put('action', 'output', { loss: 'meanSquaredError' });
  return net.graph();
}

const templates: Template[] = [
  {
    name: 'two-stream',
    title: 'What somebody does',
    family: 'Several inputs and outputs',
    description:
      'One tower sees a picture of a film, the other how things move in it: five optical flows, across and down. Their ' +
      'shares for six actions are averaged after the softmax, and compared with the truth by their squares (Brier’s ' +
      'score). Takes pictures of 64×64 pixels in colour and motion of 64×64 with ten channels.',
    source: 'Simonyan and Zisserman, Two-stream convolutional networks for action recognition in videos, 2014',
    graph: twoStream(),
    training: adam(20, 32),
  },
];

export default templates;
