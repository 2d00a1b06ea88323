import { describe, expect, it } from 'vitest';
import type { Measured } from './measure';
import { aligned, bestOf, complaints, meanRatio, objectOf, tableOf } from './report';
import type { NetResult, Results } from './results';
import { geometricMean, median, relativeDifference, spread } from './statistics';

const one = (side: Measured['side'], variant: string, train: number[], rest: Partial<Measured> = {}): Measured => ({
  side,
  variant,
  losses: [2.3, 2.2, 2.1],
  rates: { train },
  firstStep: 1.5,
  sinceStart: 3,
  peak: 500e6,
  ...rest,
});

const LENET: NetResult = {
  key: 'k',
  when: '2026-01-01T00:00:00.000Z',
  batch: 128,
  measured: [
    one('netloom', '', [900, 1000, 1100]),
    one('tfjs', '', [190, 200, 250]),
    one('keras', 'graph', [390, 400, 410], { peak: 700e6 }),
    one('keras', 'jit', [490, 500, 510], { peak: 900e6 }),
    one('pytorch', 'eager', [800, 820, 840], { losses: [2.3, 2.2011, 2.1] }),
    one('pytorch', 'compile', [], { failure: 'it ended (SIGKILL)', losses: undefined }),
  ],
};

const ANSWERS: NetResult = {
  ...LENET,
  measured: [
    { side: 'netloom', variant: '', rates: { batch1: [3000], batch64: [9000] }, logits: [1, -2] },
    { side: 'keras', variant: 'graph', rates: { batch1: [1000], batch64: [8000] }, logits: [1.001, -2] },
    { side: 'keras', variant: 'predict', rates: { batch1: [900], batch64: [8500] }, logits: [1.01, -2] },
  ],
};

const RESULTS: Results = { 'training/lenet': LENET, 'inference/lenet': ANSWERS };

describe('figures of windows', () => {
  it('takes the middle one, or the mean of two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
    expect(spread([5, 3, 9])).toEqual({ median: 5, least: 3, most: 9 });
  });

  it('takes the geometric mean of ratios', () => {
    expect(geometricMean([0.5, 2, 8])).toBeCloseTo(2, 12);
    expect(geometricMean([])).toBeNaN();
  });

  it('compares losses by their largest relative difference', () => {
    expect(relativeDifference([2, 1.002], [2, 1])).toBeCloseTo(0.002, 12);
    expect(relativeDifference([0], [0])).toBe(0);
    expect(relativeDifference([Number.NaN, 1], [1, 1])).toBe(Number.POSITIVE_INFINITY);
    expect(relativeDifference([1], [1, 1])).toBe(Number.POSITIVE_INFINITY);
    expect(relativeDifference([1], [0])).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the report', () => {
  it('takes the better variant of a side', () => {
    expect(bestOf(LENET, 'keras', 'train')?.measured.variant).toBe('jit');
    expect(bestOf(LENET, 'pytorch', 'train')?.measured.variant).toBe('eager');
    expect(bestOf(ANSWERS, 'keras', 'batch64')?.measured.variant).toBe('predict');
    expect(bestOf(ANSWERS, 'tfjs', 'batch1')).toBeUndefined();
  });

  it('sets every contender beside ours', () => {
    const rows = tableOf('lenet', LENET, ['train']);
    expect(rows).toHaveLength(6);
    expect(rows[0]).toEqual(['lenet, 128', 'netloom', '1000', '900–1100', '', '500 MB', '1.50 s', '3.00 s', '']);
    expect(rows[3]?.slice(1, 6)).toEqual(['keras jit', '500', '490–510', '2.00', '900 MB']);
    expect(rows[5]?.[2]).toBe('failed');
    const [head, ...lines] = aligned(rows);
    expect(head).toMatch(/^net {9}contender {8}samples\/s/);
    expect(lines.every((line) => line.startsWith('lenet, 128  '))).toBe(true);
  });

  it('tells losses and answers that are not ours, and failures', () => {
    // The losses of `pytorch eager` differ by 5e-4: that is allowed.
    expect(complaints(LENET)).toEqual(['pytorch compile failed: it ended (SIGKILL)']);
    const died = {
      ...LENET,
      measured: [one('keras', 'jit', [], { failure: 'it ended (9)\nhere and there\nout of memory' })],
    };
    expect(complaints(died)).toEqual(['keras jit failed: it ended (9): out of memory']);
    const wrong = {
      ...LENET,
      measured: LENET.measured.map((m) => (m.variant === 'jit' ? { ...m, losses: [2.4, 2.2, 2.1] } : m)),
    };
    expect(complaints(wrong)[0]).toMatch(/^keras jit: losses 2.400000,.* differ by 4.3e-2 from ours/);
    expect(complaints(ANSWERS)).toEqual([
      expect.stringMatching(/^keras predict: answers 1.010000,.* differ by 5.0e-3/),
    ]);
  });

  it('gives one object in samples a second', () => {
    expect(objectOf(RESULTS)).toEqual({
      training: {
        lenet: {
          netloom: 1000,
          tfjs: 200,
          keras: 500,
          pytorch: 820,
          memory: { netloom: 500e6, tfjs: 500e6, keras: 900e6, pytorch: 500e6 },
        },
      },
      inference: { lenet: { batch1: { netloom: 3000, keras: 1000 }, batch64: { netloom: 9000, keras: 8500 } } },
    });
    expect(objectOf({})).toEqual({ training: {}, inference: {} });
  });

  it('means ratios over the nets that were trained', () => {
    expect(meanRatio(RESULTS, 'keras')).toBeCloseTo(2, 12);
    expect(meanRatio({ 'inference/lenet': ANSWERS }, 'keras')).toBeNaN();
  });
});
