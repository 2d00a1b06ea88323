import { sketch } from '../sketch';
import { adam, type Template } from '../template';

function graph() {
  const net = sketch();
  net.put('picture', 'input', { shape: [200, 200, 3] });
  net.put('flatten', 'flatten');
  net.put('hidden', 'dense', { units: 120_000 });
  net.put('answer', 'output', { loss: 'meanSquaredError' });
  return net.graph();
}

const full: Template = {
  name: 'full-connectivity',
  title: 'Why pictures need convolutions',
  family: 'First steps',
  description:
    'Every one of 120,000 hidden units looks at every number of a small picture in colour: 14.4 billion parameters, ' +
    'which no tensor can hold. The counts follow from the drawing alone, nothing is built. Make the units fewer, or ' +
    'put a convolution in their place, and watch the number fall. Takes pictures of 200×200 pixels in colour.',
  source: 'Goodfellow, Bengio and Courville, Deep learning, 2016, chapter 9',
  graph: graph(),
  training: adam(1, 1),
};

export default [full];
