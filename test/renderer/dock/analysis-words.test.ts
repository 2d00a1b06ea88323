import { describe, expect, it } from 'vitest';
import { analysisRows, sumsOf } from '../../../engine/compile/analysis';
import { compile } from '../../../engine/compile/compile';
import type { Project } from '../../../engine/graph/document';
import { analysisCsv, outputText, sightText, stepText } from '../../../renderer/dock/analysis-words';
import { rowsInSight } from '../../../renderer/ui/table-rows';

const NET: Project = {
  format: 'netloom',
  version: 1,
  title: 'T',
  graph: {
    nodes: [
      { id: 'x', kind: 'input', params: { shape: [8, 8, 1] } },
      { id: 'conv1', kind: 'conv2d', params: { filters: 2, kernel: [3, 3], stride: [2, 1] } },
      { id: 'y', kind: 'output', params: { loss: 'meanSquaredError' } },
    ],
    edges: [
      { from: ['x', 'out'], to: ['conv1', 'in'] },
      { from: ['conv1', 'out'], to: ['y', 'in'] },
    ],
  },
};

describe('words of the table of costs', () => {
  it('write a sight and its step', () => {
    const sight = { size: [28, 14], stride: [4, 2] };
    expect([sightText(sight), stepText(sight)]).toEqual(['28×14', 'every 4×2']);
    expect(stepText({ size: [5, 5], stride: [0.5, 0.5] })).toBe('every 0.5');
    expect(stepText({ size: [28, 28], stride: [0, 0] })).toBe('');
    expect([sightText(undefined), sightText({ size: [], stride: [] }), outputText(undefined)]).toEqual(['–', '–', '–']);
  });

  it('give a table with commas whose figures are exact, the sums last', () => {
    const analysis = compile(NET, { fields: [] });
    const lines = analysisCsv(analysisRows(analysis, false), sumsOf(analysis), (kind) => `a "${kind}"`).split('\r\n');
    expect(lines[0]?.split(',')).toHaveLength(12);
    // 3·3·2 + 2 parameters, 3·6 places of 18 multiply-adds, 3·6·2 values of 4 bytes; the whole holds 64 values more.
    expect(lines[2]).toBe('conv1,"a ""conv2d""",3×6×2,20,20,324,144,3×3,2×1,1,1,0.36');
    expect(lines.at(-2)).toBe('total,,,20,20,324,400,,,,,');
    expect(lines.at(-1)).toBe('');
  });
});

describe('rows in sight', () => {
  it('are all of a short table', () => {
    expect(rowsInSight(200, 1000, 100)).toEqual({ from: 0, to: 200 });
  });
  it('of a long one those on the screen and some around, from end to end', () => {
    expect(rowsInSight(4200, 0, 320)).toEqual({ from: 0, to: 22 });
    expect(rowsInSight(4200, 3200, 320)).toEqual({ from: 88, to: 122 });
    expect(rowsInSight(4200, 4200 * 32, 320)).toEqual({ from: 4188, to: 4200 });
    expect(rowsInSight(4200, 0, 0).to).toBeGreaterThan(0);
  });
});
