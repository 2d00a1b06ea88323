import type { Project } from '../../../engine/graph/document';
import { Chain, pictureProject } from './net';

const POOL = { size: [3, 3], stride: [2, 2] } as const;

/** Krizhevsky, Sutskever and Hinton 2012 in one tower, without local response normalisation and dropout. */
export function alexnet(batch: number): Project {
  const chain = new Chain();
  const conv = (id: string, filters: number, size: number, from: string): string => {
    const params = { filters, kernel: [size, size], padding: 'same', activation: 'relu' };
    return chain.add(id, 'conv2d', params, from);
  };
  chain.add('picture', 'input', {});
  const first = { filters: 96, kernel: [11, 11], stride: [4, 4], activation: 'relu' };
  chain.add('conv1', 'conv2d', first, 'picture');
  chain.add('pool1', 'maxPool2d', POOL, 'conv1');
  chain.add('pool2', 'maxPool2d', POOL, conv('conv2', 256, 5, 'pool1'));
  const last = conv('conv5', 256, 3, conv('conv4', 384, 3, conv('conv3', 384, 3, 'pool2')));
  chain.add('pool5', 'maxPool2d', POOL, last);
  chain.add('flatten', 'flatten', {}, 'pool5');
  chain.add('fc6', 'dense', { units: 4096, activation: 'relu' }, 'flatten');
  chain.add('fc7', 'dense', { units: 4096, activation: 'relu' }, 'fc6');
  chain.add('fc8', 'dense', { units: 1000 }, 'fc7');
  chain.add('class', 'output', { loss: 'crossEntropy' }, 'fc8');
  return pictureProject('AlexNet', batch, chain);
}
