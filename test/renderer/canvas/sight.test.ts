import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Sight } from '../../../renderer/canvas/sight.svelte';
import { drawn, node, project } from './nets';

/** 300 nodes in rows of 20: 208 px apart, 96 px below each other. */
const rows = project(
  Array.from({ length: 300 }, (_, i) => node(`n${i}`, 'relu', { position: [(i % 20) * 208, Math.floor(i / 20) * 96] })),
  [],
);
const large = drawn(rows).drawing;
const small = { ...large, nodes: large.nodes.slice(0, 150) };
const elements = ['n0', 'n1'];
const scene = { drawing: large, size: { width: 1000, height: 700 }, elements: () => elements, busy: false };
const at = (x: number, zoom: number) => ({ x, y: 0, zoom });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (then: () => void) => setTimeout(then, 16));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Moves twice, 16 ms apart, as a movement does. */
function pan(sight: Sight, zoom: number): void {
  sight.moved(at(0, zoom));
  vi.advanceTimersByTime(16);
  sight.moved(at(-10, zoom));
}

it('holds the nodes that are there while a crowd moves, and lets go when it rests', () => {
  const sight = new Sight(scene);
  pan(sight, 0.5);
  expect([...(sight.held ?? [])]).toEqual(elements);
  expect(sight.onlySeen).toBe(false);
  vi.advanceTimersByTime(150);
  expect(sight.held).toBeDefined();
  vi.advanceTimersByTime(200);
  expect(sight.held).toBeUndefined();
  expect(sight.onlySeen).toBe(true);
});

it('takes a single change of the view for a jump', () => {
  const sight = new Sight(scene);
  sight.moved(at(0, 0.5));
  expect(sight.held).toBeUndefined();
  vi.advanceTimersByTime(400);
  sight.moved(at(-10, 0.5));
  expect(sight.held).toBeUndefined();
});

it('holds nothing of a small net, of few nodes in sight, and while something is dragged', () => {
  const few = new Sight(scene);
  // 5 × 8 nodes at 100 %, 3 × 4 at 200 %.
  pan(few, 2);
  expect(few.held).toBeUndefined();
  const little = new Sight({ ...scene, drawing: small });
  pan(little, 0.5);
  expect(little.held).toBeUndefined();
  const busy = new Sight({ ...scene, busy: true });
  pan(busy, 0.5);
  expect(busy.held).toBeUndefined();
});

it('keeps how much nodes show until a zoom has come to its end', () => {
  const sight = new Sight(scene);
  sight.zoomed(0.5);
  pan(sight, 0.5);
  sight.moved(at(0, 0.45));
  expect([sight.detail.zoom, sight.now.zoom]).toEqual([0.5, 0.45]);
  sight.zoomed(0.42);
  expect([sight.detail.zoom, sight.now.zoom]).toEqual([0.5, 0.42]);
  vi.advanceTimersByTime(400);
  expect(sight.detail.zoom).toBe(0.42);
});

it('lets go as soon as a zoom has come near enough', () => {
  const sight = new Sight(scene);
  pan(sight, 0.5);
  sight.moved(at(0, 2));
  expect(sight.held).toBeUndefined();
  expect(sight.detail.zoom).toBe(2);
});
