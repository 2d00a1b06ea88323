import type { Problem } from './problem';
import { problem } from './problems';

/** What a project file may hold, checked before anything is built of it: 16 MB of JSON can take a second to parse. */
export const LIMITS = {
  /** 16 MB of plain letters. */
  characters: 16 * 1024 * 1024,
  depth: 64,
  nodes: 20_000,
  /** Objects and lists together; a node and its wires take about ten. */
  containers: 200_000,
  values: 1_000_000,
  textLength: 100_000,
} as const;

/**
 * Looks over a JSON text once and refuses what would cost too much to parse, stopping at the first excess. Syntax is
 * left to the parser, apart from an end that comes too early.
 */
export function scanJson(text: string): Problem | undefined {
  if (text.length > LIMITS.characters) {
    const got = millions(text.length);
    return problem('project/too-large', { got, expected: millions(LIMITS.characters) });
  }
  let [depth, containers, values] = [0, 0, 0];
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 34: {
        const end = closingQuote(text, i);
        if (end < 0 && text.length - i <= LIMITS.textLength) return cutOff(text);
        if (end < 0 || end - i > LIMITS.textLength) {
          return problem('project/text-too-long', { expected: LIMITS.textLength });
        }
        i = end;
        break;
      }
      case 91: // [
      case 123: // {
        if (++containers > LIMITS.containers) return tooMany(containers, 'objects and lists', LIMITS.containers);
        if (++depth > LIMITS.depth) return problem('project/too-deep', { expected: LIMITS.depth });
        break;
      case 93: // ]
      case 125: // }
        depth--;
        break;
      case 44: // ,
        if (++values > LIMITS.values) return tooMany(values, 'values', LIMITS.values);
        break;
    }
  }
  return depth > 0 ? cutOff(text) : undefined;
}

/** Place of the quote that ends the text literal which starts at `start`; -1 where there is none. */
function closingQuote(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return -1;
}

/** Only what began like a project can be a part of one; the rest is left to the parser. */
const cutOff = (text: string): Problem | undefined =>
  text.trimStart().startsWith('{') ? problem('project/truncated') : undefined;

const tooMany = (got: number, what: string, expected: number) => problem('project/too-many', { got, what, expected });

const millions = (characters: number): string => `${(characters / 1024 / 1024).toFixed(1)} million characters`;
