import { describe, expect, it } from 'vitest';
import { gradientCsv, gradientVerdict } from '../../../renderer/dock/gradient-words';

const net = (first: number | null, last: number | null) => [
  { node: 'conv1', output: 1, weights: first },
  { node: 'relu1', output: 2 },
  { node: 'fc', output: 3, weights: last },
];

describe('words of gradients', () => {
  it.each([
    [net(2e-9, 1), 'It vanishes towards the input: conv1 gets 2.0e\u20119× the gradient of fc.'],
    [net(0.84, 2), 'It gets through: conv1 gets 0.42× the gradient of fc.'],
    [net(5e6, 1), 'It grows towards the input: conv1 gets 5.0e6× the gradient of fc.'],
    [net(0, 1), 'No gradient reaches conv1.'],
    [net(1, 0), 'No gradient reaches fc.'],
    [net(0, 0), 'No gradient reaches any weights.'],
    [net(null, 1), 'The gradient at conv1 is no longer a number.'],
    [net(1, 1).slice(1), 'There are not two layers with weights to compare.'],
  ])('say what becomes of them', (nodes, words) => {
    expect(gradientVerdict(nodes)).toBe(words);
  });

  it('give a table with commas in order of depth', () => {
    expect(gradientCsv([...net(0.5, null), { node: 'a,b', output: null }])).toBe(
      'node,gradient of what it gives,gradient of its weights\r\nconv1,1,0.5\r\nrelu1,2,\r\nfc,3,NaN\r\n"a,b",NaN,\r\n',
    );
  });
});
