import { createRequire } from 'node:module';
import { expect, it, vi } from 'vitest';
import { draw } from '../../../renderer/canvas/draw';
import { tidyParts } from '../../../renderer/canvas/tidy-parts';
import { tidyUp } from '../../../renderer/layout/tidy-up';
import { analysisOf, templateNames, templateOf } from '../../engine/templates/open';
import { overlaps } from './overlaps';

const elk = vi.hoisted(() => ({ layouts: 0 }));

/** Node has no workers of the web: elkjs's own stand-in runs the same script. Counts what it has laid out. */
vi.mock('elkjs/lib/elk-worker.min.js?worker', () => {
  const { Worker } = createRequire(import.meta.url)('elkjs/lib/elk-worker.min.js') as { Worker: new () => ElkWorker };
  class Counting extends Worker {
    constructor() {
      super();
      const { postMessage } = this;
      this.postMessage = (asked) => {
        const answer = this.onmessage;
        this.onmessage = (event) => {
          if (asked.cmd === 'layout' && event.data.error === undefined) elk.layouts++;
          answer(event);
        };
        postMessage(asked);
      };
    }
  }
  return { default: Counting };
});

interface ElkWorker {
  onmessage: (event: { data: { error?: unknown } }) => void;
  postMessage: (asked: { readonly cmd?: string }) => void;
}

/** Of the canvas in a window of usual size, px. */
const ROOM = { width: 1000, height: 700 };

it.each(templateNames)('%s lays out, and no node lies on another', async (name) => {
  const project = templateOf(name);
  const { nodes, links } = tidyParts(project, analysisOf(name));
  const began = performance.now();
  const places = await tidyUp(nodes, links, ROOM);
  expect(performance.now() - began).toBeLessThan(5000);
  expect([...places.keys()].sort()).toEqual(nodes.map(({ id }) => id).sort());
  expect(overlaps(nodes, places)).toEqual([]);
});

it('asks elkjs where the quick layout is not calm', () => {
  expect(elk.layouts).toBeGreaterThan(0);
});

it.each(templateNames)('%s stands without overlaps as it is stored, closed and opened to the last block', (name) => {
  const [project, analysis] = [templateOf(name), analysisOf(name)];
  for (const isOpen of [false, true]) {
    const options = { isOpen: () => isOpen, show: 'filters-and-maps', heat: 'none', pictured: true } as const;
    const { nodes } = draw(project, analysis, options);
    for (const level of new Set(nodes.map(({ parent }) => parent))) {
      const own = nodes.filter(({ parent }) => parent === level);
      const boxes = own.map(({ path, width, height }) => ({ id: path, width, height }));
      expect(overlaps(boxes, new Map(own.map(({ path, x, y }) => [path, [x, y]])))).toEqual([]);
    }
  }
});
