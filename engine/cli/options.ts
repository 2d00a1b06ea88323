import { type ParseArgsConfig, parseArgs } from 'node:util';
import { fail, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';

type Options = NonNullable<ParseArgsConfig['options']>;

/** What was given, by option name; positionals in order. */
export interface Given {
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

const COMMON: Options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } };

/** Reads a command's arguments; an unknown option or one without its value is a problem. */
export function readOptions(args: readonly string[], options: Options): Result<Given> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...COMMON, ...options },
      allowPositionals: true,
      strict: true,
    });
    return succeed({ values, positionals });
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    return fail(problem('cli/option', { why }));
  }
}

export const textOption = ({ values }: Given, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};

export const listOption = ({ values }: Given, name: string): readonly string[] => {
  const value = values[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
};

/** A whole number of at least `min`; undefined where the option is not given. */
export function countOption(given: Given, name: string, min = 1): Result<number | undefined> {
  const text = textOption(given, name);
  if (text === undefined) return succeed(undefined);
  const count = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(count) && count >= min) return succeed(count);
  return fail(problem('cli/count', { option: `--${name}`, expected: min, got: text }));
}

/** One of the words that an option takes. */
export function choiceOption<T extends string>(given: Given, name: string, words: readonly T[]): Result<T | undefined> {
  const text = textOption(given, name);
  if (text === undefined) return succeed(undefined);
  const found = words.find((word) => word === text);
  return found
    ? succeed(found)
    : fail(problem('cli/choice', { option: `--${name}`, expected: words.join(', '), got: text }));
}
