import { describe, expect, it } from 'vitest';
import { candidates } from '../../../engine/compile/connect';
import { analyse, type Node, PICTURE, project } from './drawing';

const POOLED: Node[] = [PICTURE, ['conv1', 'conv2d', { filters: 20, kernel: [5, 5] }], ['pool1', 'maxPool2d']];
const CHAIN = ['picture>conv1', 'conv1>pool1'];

describe('what can follow', () => {
  const net = project(POOLED, CHAIN);
  const found = candidates(net, analyse(net), ['pool1', 'out']);
  const shapeOf = (title: string) =>
    found
      .find((each) => each.title === title)
      ?.output?.shape.slice(1)
      .join('×');

  it('has the shapes that it would give: pool1 sends 12×12×20', () => {
    expect(shapeOf('Convolution 2D')).toBe('10×10×32');
    expect(shapeOf('Max pooling')).toBe('6×6×20');
    expect(shapeOf('ReLU')).toBe('12×12×20');
    expect(shapeOf('Flatten')).toBe('2880');
    expect(shapeOf('Residual block')).toBe('12×12×64');
  });

  it('has a cure where one is needed, and the shape after it', () => {
    const dense = found.find(({ kind }) => kind === 'dense');
    expect(dense).toMatchObject({
      fits: 'after-cure',
      cure: { title: 'Insert Flatten' },
      output: { shape: [null, 10] },
    });
  });

  it('puts what fits first, then cures, then blocks', () => {
    const order = found.map(({ fits, isBlock }) => (isBlock ? 'block' : fits));
    expect(order).toEqual([...order].sort((a, b) => RANK.indexOf(a) - RANK.indexOf(b)));
    expect(found.some(({ kind }) => kind === 'input')).toBe(false);
  });
});
const RANK = ['as-is', 'after-cure', 'block', 'no'];
