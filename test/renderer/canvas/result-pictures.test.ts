import { describe, expect, it } from 'vitest';
import { fixedResults } from '../../../renderer/canvas/result-pictures.svelte';
import { drawn, node, project } from './nets';

/** A kernel on the picture, one after it, one behind a layer that learns, and one behind that. */
const NET = project(
  [
    node('picture', 'input'),
    node('edges', 'filter2d'),
    node('blur', 'filter2d'),
    node('conv', 'conv2d', { params: { activation: 'relu' } }),
    node('behind', 'filter2d'),
    node('further', 'filter2d'),
    node('flatten', 'flatten'),
    node('score', 'dense', { params: { units: 10 } }),
    node('digit', 'output'),
  ],
  [
    'picture>edges',
    'edges>blur',
    'blur>conv',
    'conv>behind',
    'behind>further',
    'further>flatten',
    'flatten>score',
    'score>digit',
  ],
);

describe('a kernel of given numbers', () => {
  it('has a result before any run where nothing before it is learnt', () => {
    const { program } = drawn(NET).analysis;
    expect(program && fixedResults(program)).toEqual(['edges', 'blur']);
  });

  it('has room for its result before a run, but not where only filters are asked for', () => {
    const mediaOf = (show: 'filters' | 'filters-and-maps') =>
      drawn(NET, { show }).drawing.nodes.find(({ path }) => path === 'edges')?.view.media;
    expect(mediaOf('filters-and-maps')).toEqual({ form: 'picture', width: 78, height: 78 });
    expect(mediaOf('filters')).toBeUndefined();
  });
});
