import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cards, findCards, shelves } from '../../../renderer/gallery/card';
import { neighbourOf } from '../../../renderer/gallery/card-keys';
import { outlineOf } from '../../../renderer/gallery/outline';
import { cardsText } from '../../../scripts/templates/cards';

const ROOT = join(import.meta.dirname, '../../..');

it('shows the templates as they are: `npm run templates` was run after the last change', () => {
  expect(readFileSync(join(ROOT, 'renderer/gallery/cards.json'), 'utf8')).toBe(cardsText(join(ROOT, 'templates')));
});

it('keeps every card small enough to be there when the window opens', () => {
  const large = cards.filter((card) => JSON.stringify(card).length > 16_000);
  expect(large.map(({ id }) => id)).toEqual([]);
});

describe('finding', () => {
  const ids = (query: string, shelf?: string) => findCards(query, shelf).map(({ id }) => id);

  it('begins with the first steps, and shows all without a word', () => {
    expect(ids('').slice(0, 3)).toEqual(['fish', 'mnist-mlp', 'lenet']);
    expect(ids('').length).toBe(cards.length);
  });

  it('knows titles, authors and kinds of layers, all words at once, whatever their case', () => {
    expect(ids('resnet 1202')).toEqual(['resnet1202']);
    expect(ids('SIMONYAN vgg')).toEqual(['vgg11', 'vgg16', 'vgg19']);
    expect(ids('concatenate')).toContain('crowd');
    expect(ids('no such net')).toEqual([]);
  });

  it('keeps to a shelf; the shelves hold every card once', () => {
    expect(ids('resnet', 'How deep')).not.toContain('resnet50');
    expect(ids('', 'Twins').length).toBe(shelves.get('Twins'));
    expect([...shelves.values()].reduce((sum, count) => sum + count, 0)).toBe(cards.length);
    expect([...shelves.keys()].slice(0, 3)).toEqual(['First steps', 'Classic networks', 'Pictures to answers']);
  });
});

it('counts as the literature does: VGG-16 has 138,357,544 weights', () => {
  expect(cards.find(({ id }) => id === 'vgg16')?.parameters).toBe(138_357_544);
});

it('draws boxes of one colour as one path, and wires as another', () => {
  const box = { y: 0, width: 10, height: 20, round: 2, family: 'conv', twin: false } as const;
  const { strokes } = outlineOf({
    width: 30,
    height: 20,
    boxes: [
      { ...box, x: 0 },
      { ...box, x: 20 },
    ],
    lines: [{ path: 'M10 10H20.04', twin: false }],
  });
  const round = 'h6a2 2 0 0 1 2 2v16a2 2 0 0 1 -2 2h-6a2 2 0 0 1 -2 -2v-16a2 2 0 0 1 2 -2z';
  expect(strokes).toEqual([{ path: 'M10 10H20' }, { path: `M2 0${round}M22 0${round}`, family: 'conv' }]);
});

describe('keys on the cards', () => {
  // Three in a row, and two below.
  const tops = [0, 0, 0, 100, 100];
  it.each([
    ['ArrowRight', 1, 2],
    ['ArrowLeft', 0, undefined],
    ['ArrowDown', 1, 4],
    ['ArrowDown', 2, undefined],
    ['ArrowUp', 4, 1],
    ['Home', 4, 0],
    ['End', 0, 4],
    ['Enter', 0, undefined],
  ])('%s leads from %i to %s', (key, from, to) => {
    expect(neighbourOf(tops, from, key)).toBe(to);
  });
});
