import type { Project } from '../../../engine/graph/document';
import { Chain, pictureProject } from './net';

/** A chain whose convolutions have no bias and are followed by batch normalisation and, mostly, ReLU. */
class NormedChain extends Chain {
  conv(id: string, filters: number, size: number, stride: number, from: string, relu = true): string {
    const padding = size > 1 ? 'same' : 'valid';
    const params = { filters, kernel: [size, size], stride: [stride, stride], padding, bias: false };
    this.add(id, 'conv2d', params, from);
    const norm = this.add(`${id}-norm`, 'batchNorm', { momentum: 0.9, epsilon: 1e-5 }, id);
    return relu ? this.add(`${id}-relu`, 'activation', { activation: 'relu' }, norm) : norm;
  }

  /** The sum of shortcut and branch, bent. */
  merge(id: string, shortcut: string, branch: string): string {
    return this.add(`${id}-relu`, 'activation', { activation: 'relu' }, this.add(id, 'add', {}, shortcut, branch));
  }
}

/**
 * He, Zhang, Ren and Sun 2016 for pictures of 32×32, with 1×1 convolutions where a shortcut changes its shape. Strided
 * windows follow TensorFlow's `same`.
 */
export function resnet20(batch: number): Project {
  const chain = new NormedChain();
  chain.add('picture', 'input', {});
  let last = chain.conv('conv1', 16, 3, 1, 'picture');
  for (const [stage, filters] of [16, 32, 64].entries()) {
    for (let block = 0; block < 3; block++) {
      const id = `res${stage + 1}${'abc'[block]}`;
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const inner = chain.conv(`${id}-1`, filters, 3, stride, last);
      const branch = chain.conv(`${id}-2`, filters, 3, 1, inner, false);
      const shortcut = stride > 1 ? chain.conv(`${id}-shortcut`, filters, 1, stride, last, false) : last;
      last = chain.merge(id, shortcut, branch);
    }
  }
  finish(chain, last, 10);
  return pictureProject('ResNet-20', batch, chain);
}

const STAGES = [
  { filters: 64, blocks: 3 },
  { filters: 128, blocks: 4 },
  { filters: 256, blocks: 6 },
  { filters: 512, blocks: 3 },
] as const;

/**
 * ResNet-50 as in the paper: a stage's stride is in its first 1×1 convolutions, which every framework pads alike (with
 * nothing); convolutions have no bias. Strided windows of 7×7 and 3×3 follow TensorFlow's `same`.
 */
export function resnet50(batch: number): Project {
  const chain = new NormedChain();
  chain.add('picture', 'input', {});
  const pool = { size: [3, 3], stride: [2, 2], padding: 'same' };
  let last = chain.add('pool1', 'maxPool2d', pool, chain.conv('conv1', 64, 7, 2, 'picture'));
  for (const [stage, { filters, blocks }] of STAGES.entries()) {
    for (let block = 0; block < blocks; block++) {
      const id = `res${stage + 2}${'abcdef'[block]}`;
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const inner = chain.conv(`${id}-3x3`, filters, 3, 1, chain.conv(`${id}-in`, filters, 1, stride, last));
      const branch = chain.conv(`${id}-out`, filters * 4, 1, 1, inner, false);
      const shortcut = block === 0 ? chain.conv(`${id}-shortcut`, filters * 4, 1, stride, last, false) : last;
      last = chain.merge(id, shortcut, branch);
    }
  }
  finish(chain, last, 1000);
  return pictureProject('ResNet-50', batch, chain);
}

function finish(chain: Chain, last: string, classes: number): void {
  const average = chain.add('average', 'globalAveragePool2d', {}, last);
  chain.add('class', 'output', { loss: 'crossEntropy' }, chain.add('fc', 'dense', { units: classes }, average));
}
