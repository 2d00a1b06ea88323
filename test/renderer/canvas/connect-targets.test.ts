import { describe, expect, it } from 'vitest';
import { portKey } from '../../../renderer/canvas/canvas-state.svelte';
import { connectTargets } from '../../../renderer/canvas/connect-targets';
import { fitsOf } from '../../../renderer/canvas/fits';
import { levelOf, rootLevel } from '../../../renderer/canvas/levels';
import { drawn, LENET, MISTAKE, node, project } from './nets';

describe('fitsOf', () => {
  const { analysis } = drawn(LENET);
  const facts = { project: LENET, analysis, level: rootLevel(LENET) };

  it('asks the shape rules: maps fit convolutions, dense layers take them after a cure', () => {
    const fits = fitsOf(facts, { path: 'picture', port: 'out', side: 'out' });
    expect(fits.get(portKey('conv2', 'in', 'in'))).toBe('fits');
    expect(fits.get(portKey('fc1', 'in', 'in'))).toBe('cure');
    expect(fits.get(portKey('digit', 'in', 'in'))).toBe('fits');
  });

  it('leaves out what would close a circle, and the node itself', () => {
    const fits = fitsOf(facts, { path: 'pool1', port: 'out', side: 'out' });
    expect(fits.has(portKey('conv1', 'in', 'in'))).toBe(false);
    expect(fits.has(portKey('pool1', 'in', 'in'))).toBe(false);
    expect(fits.get(portKey('conv2', 'in', 'in'))).toBe('fits');
  });

  it('works from an input as well', () => {
    const fits = fitsOf(facts, { path: 'fc2', port: 'in', side: 'in' });
    expect(fits.get(portKey('fc1', 'out', 'out'))).toBe('fits');
    expect(fits.get(portKey('pool2', 'out', 'out'))).toBe('cure');
    expect(fits.has(portKey('fc2', 'out', 'out'))).toBe(false);
  });

  it('counts in what a merge has already', () => {
    const sum = project(
      [
        node('picture', 'input'),
        node('a', 'conv2d', { params: { filters: 4, padding: 'same' } }),
        node('b', 'conv2d', { params: { filters: 8, padding: 'same' } }),
        node('add1', 'add'),
      ],
      ['picture>a', 'picture>b', 'a>add1'],
    );
    const { analysis: report } = drawn(sum);
    const fits = fitsOf(
      { project: sum, analysis: report, level: rootLevel(sum) },
      { path: 'b', port: 'out', side: 'out' },
    );
    expect(fits.get(portKey('add1', 'in', 'in'))).not.toBe('fits');
  });
});

describe('connectTargets', () => {
  const { analysis, drawing } = drawn(MISTAKE);

  it('lists what fits before what needs a cure, free ports before wired ones', () => {
    const free = { ...MISTAKE, graph: { ...MISTAKE.graph, nodes: [...MISTAKE.graph.nodes, node('drop', 'dropout')] } };
    const { analysis: report, drawing: shown } = drawn(free);
    const targets = connectTargets(free, report, rootLevel(free), shown, { path: 'conv1', port: 'out', side: 'out' });
    expect(targets.map(({ name, fit, replaces }) => [name, fit, replaces])).toEqual([
      ['drop', 'fits', false],
      ['pool1', 'fits', true],
      ['digit', 'fits', true],
      ['fc', 'cure', true],
    ]);
  });

  it('offers outputs for a wire that starts at an input', () => {
    const targets = connectTargets(MISTAKE, analysis, rootLevel(MISTAKE), drawing, {
      path: 'fc',
      port: 'in',
      side: 'in',
    });
    expect(targets.map(({ name }) => name)).toEqual(['picture', 'conv1', 'pool1']);
  });

  it('stays within the level', () => {
    const net = project(
      [
        node('picture', 'input', { position: [0, 0] }),
        node('res1', 'residual', { params: { filters: 1 }, open: true }),
      ],
      ['picture>res1'],
    );
    const { analysis: report, drawing: shown } = drawn(net, { isOpen: () => true });
    const start = { path: 'res1/conv1', port: 'out', side: 'out' } as const;
    const level = levelOf(start.path, net, report);
    expect(level).toBeDefined();
    if (!level) return;
    const targets = connectTargets(net, report, level, shown, start);
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.every(({ to }) => to.path.startsWith('res1/'))).toBe(true);
  });
});
