/** Longest id of a node or block. */
export const MAX_ID_LENGTH = 100;

/** Names that JavaScript gives a meaning of their own as keys of an object. */
export const RESERVED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const PATTERN = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;

/**
 * Whether a text can name a node or block: letters, digits, `_` and `-`, with single dots between (`layer1.0`). So ids
 * are safe in paths (`a/b`), in weight names (`path.kernel`, cut at the last dot) and as keys.
 */
export const isId = (text: string): boolean =>
  text.length <= MAX_ID_LENGTH && PATTERN.test(text) && !RESERVED_KEYS.has(text);

/** Turns any text into an id as well as it can be done: `käse a?` becomes `kase-a`. Empty where nothing is left. */
export function toId(text: string): string {
  const cleaned = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, MAX_ID_LENGTH);
  return isId(cleaned) ? cleaned : '';
}

/** The first name of the row conv1, conv2, … that is not taken. A number at the end of `base` is replaced. */
export function freeName(base: string, taken: ReadonlySet<string>): string {
  const stem = base.replace(/\d+$/, '').slice(0, MAX_ID_LENGTH - 8) || 'node';
  let number = 1;
  while (taken.has(`${stem}${number}`)) number++;
  return `${stem}${number}`;
}

/** `wanted` itself where it is free, otherwise the first free one of its row. */
export const keptName = (wanted: string, taken: ReadonlySet<string>): string =>
  taken.has(wanted) ? freeName(wanted, taken) : wanted;
