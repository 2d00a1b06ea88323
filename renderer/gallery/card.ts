import type { Family } from '../ui/families';
import written from './cards.json';

/** A template as the start page shows it, all worked out before the app is built. */
export interface Card {
  /** The template's file name without `.json`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The shelf that it stands on. */
  readonly shelf: string;
  readonly source?: string;
  readonly parameters: number;
  /** Kinds of its layers, which the search finds too. */
  readonly kinds: readonly string[];
  readonly data?: { readonly text: string; readonly included: boolean };
  readonly outline: Outline;
}

/** A thumbnail in as few strokes as it has colours: a page of sixty stays cheap. Sizes in px of the drawing. */
export interface Outline {
  readonly width: number;
  readonly height: number;
  /** One SVG path for each colour; without a family they are wires. `twin`: of shared weights. */
  readonly strokes: readonly { readonly path: string; readonly family?: Family; readonly twin?: boolean }[];
}

/** Written by `npm run templates`: the window opens without reading or compiling a template. */
export const cards = written as readonly Card[];

/** What each card says in lower case, for the search. */
const texts = new Map(
  cards.map((card) => [
    card.id,
    [card.title, card.description, card.shelf, card.source, ...card.kinds].join(' ').toLowerCase(),
  ]),
);

/** The cards of a shelf (of all, without one) that have every word of `query`. */
export function findCards(query: string, shelf?: string): readonly Card[] {
  const words = query.toLowerCase().split(/\s+/);
  return cards.filter(
    (card) =>
      (shelf === undefined || card.shelf === shelf) && words.every((word) => texts.get(card.id)?.includes(word)),
  );
}

/** Every shelf and how many cards stand on it, in the order of the cards. */
export const shelves: ReadonlyMap<string, number> = cards.reduce(
  (counts, { shelf }) => counts.set(shelf, (counts.get(shelf) ?? 0) + 1),
  new Map<string, number>(),
);
