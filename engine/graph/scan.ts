import type { Problem } from './problem';
import { problem } from './problems';

/** What a project file may hold, checked before anything is built of it: 16 MB of JSON can take a second to parse. */
export const LIMITS = {
  bytes: 16 * 1024 * 1024,
  depth: 64,
  nodes: 20_000,
  /** Objects and lists together; a node and its wires take about ten. */
  containers: 300_000,
  values: 1_000_000,
  textLength: 100_000,
} as const;

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Looks over a JSON text once, character by character, and refuses what would cost too much to parse. Syntax is left
 * to the parser, apart from an end that comes too early.
 */
export function scanJson(text: string): Problem | undefined {
  if (text.length > LIMITS.bytes) return tooLarge(text.length);
  let [bytes, depth, containers, values] = [0, 0, 0, 0];
  let textStart = -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    bytes += code < 0x80 ? 1 : code < 0x800 || (code & 0xf800) === 0xd800 ? 2 : 3;
    if (textStart >= 0) {
      if (code === BACKSLASH) {
        i++;
        bytes++;
      } else if (code === QUOTE) {
        if (i - textStart > LIMITS.textLength) return problem('project/text-too-long', { expected: LIMITS.textLength });
        textStart = -1;
      }
      continue;
    }
    switch (code) {
      case QUOTE:
        textStart = i;
        break;
      case 91: // [
      case 123: // {
        containers++;
        if (++depth > LIMITS.depth) return problem('project/too-deep', { expected: LIMITS.depth });
        break;
      case 93: // ]
      case 125: // }
        depth--;
        break;
      case 44: // ,
        values++;
        break;
    }
  }
  if (bytes > LIMITS.bytes) return tooLarge(bytes);
  if (containers > LIMITS.containers) return tooMany(containers, 'objects and lists', LIMITS.containers);
  if (values > LIMITS.values) return tooMany(values, 'values', LIMITS.values);
  const isObject = text.trimStart().startsWith('{');
  return isObject && (depth > 0 || textStart >= 0) ? problem('project/truncated') : undefined;
}

const tooLarge = (bytes: number) =>
  problem('project/too-large', { got: megabytes(bytes), expected: megabytes(LIMITS.bytes) });

const tooMany = (got: number, what: string, expected: number) => problem('project/too-many', { got, what, expected });

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MB`;
