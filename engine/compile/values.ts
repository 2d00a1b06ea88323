import type { Binding, Json, ParamValue } from '../graph/document';
import {
  ACTIVATIONS,
  type Margins,
  type PaddingParam,
  type Param,
  type Params,
  type Values,
} from '../layers/contract/params';
import { losses } from '../losses/contract/registry';
import { metrics } from '../metrics/contract/registry';

/** A parameter whose value does not do; what stands in for it is the default. */
export interface ValueFault {
  readonly param: string;
  readonly code: 'param/unknown' | 'param/type' | 'param/range' | 'param/binding';
  readonly expected: string;
  readonly got: string;
}

export interface Resolved {
  /** Every parameter, present and of its type. */
  readonly values: Values<Params>;
  readonly faults: readonly ValueFault[];
}

export const isBinding = (value: ParamValue | undefined): value is Binding =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  typeof (value as Binding).param === 'string' &&
  Object.keys(value).length === 1;

/**
 * Parameters with the loss's own joined to them where one of them chooses a loss. `given` decides which loss; for one
 * that is not known the default stands in.
 */
export function paramsWithLoss(params: Params, given: Readonly<Record<string, unknown>> = {}): Params {
  for (const [name, param] of Object.entries(params)) {
    if (param.type !== 'loss') continue;
    const chosen = Object.hasOwn(given, name) ? given[name] : param.default;
    const loss = losses.get(String(chosen)) ?? losses.get(param.default);
    return loss ? { ...params, ...loss.params } : params;
  }
  return params;
}

/**
 * Fills in defaults and checks every given value against its parameter. `env` holds the values of the enclosing
 * block's parameters, which bindings name.
 */
export function resolveParams(
  params: Params,
  given: Readonly<Record<string, ParamValue>> = {},
  env?: Values<Params>,
): Resolved {
  const faults: ValueFault[] = [];
  const bound: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!isBinding(value)) bound[name] = value;
    else if (env && Object.hasOwn(env, value.param)) bound[name] = env[value.param];
    else faults.push({ param: name, code: 'param/binding', expected: '', got: value.param });
  }
  const all = paramsWithLoss(params, bound);
  const values: Record<string, unknown> = {};
  for (const [name, param] of Object.entries(all)) {
    if (!Object.hasOwn(bound, name)) {
      values[name] = param.default;
      continue;
    }
    const wrong = wrongValue(param, bound[name]);
    values[name] = wrong ? param.default : bound[name];
    if (wrong) faults.push({ param: name, code: wrong.code, expected: wrong.expected, got: textOf(bound[name]) });
  }
  for (const name of Object.keys(bound)) {
    if (!Object.hasOwn(all, name)) faults.push({ param: name, code: 'param/unknown', expected: '', got: '' });
  }
  return { values: values as Values<Params>, faults };
}

interface Limits {
  readonly min: number;
  readonly max: number;
}
type Wrong = { code: 'param/type' | 'param/range'; expected: string };
const type = (expected: string): Wrong => ({ code: 'param/type', expected });
const range = ({ min, max }: Limits, given: readonly number[]): Wrong => ({
  code: 'param/range',
  expected: rangeText(min, max, given),
});

/** What is wrong with a parameter's value; undefined when nothing is. */
export function wrongValue(param: Param, value: unknown): Wrong | undefined {
  switch (param.type) {
    case 'int':
      if (!Number.isInteger(value)) return type('a whole number');
      return within(value as number, param) ? undefined : range(param, [value as number]);
    case 'float':
      if (typeof value !== 'number' || !Number.isFinite(value)) return type('a number');
      return within(value, param) ? undefined : range(param, [value]);
    case 'bool':
      return typeof value === 'boolean' ? undefined : type('true or false');
    case 'choice':
      return param.options.some((option) => option.value === value)
        ? undefined
        : type(`one of ${param.options.map((option) => option.value).join(', ')}`);
    case 'pair':
      if (!isInts(value) || value.length !== 2) return type('two whole numbers');
      return value.every((v) => within(v, param)) ? undefined : range(param, value);
    case 'ints':
      if (!isInts(value)) return type('a list of whole numbers');
      if (param.lengths && !param.lengths.includes(value.length)) return type(`${counts(param.lengths)} whole numbers`);
      return value.every((v) => within(v, param)) ? undefined : range(param, value);
    case 'padding':
      if (param.modes.some((mode) => mode === value)) return undefined;
      if (!isMargins(value, param.axes)) return type(paddingText(param));
      return value.flat().every((v) => v >= 0 && v <= param.max)
        ? undefined
        : range({ min: 0, max: param.max }, value.flat());
    case 'numbers':
      if (!Array.isArray(value) || !value.every((v) => Number.isFinite(v))) return type('a list of numbers');
      return value.every((v) => within(v, param)) ? undefined : range(param, value);
    case 'text':
    case 'file':
      return typeof value === 'string' ? undefined : type('a text');
    case 'activation':
      return (ACTIVATIONS as readonly unknown[]).includes(value) ? undefined : type(`one of ${ACTIVATIONS.join(', ')}`);
    case 'loss':
      return losses.has(value as string) ? undefined : type(`one of ${[...losses.keys()].join(', ')}`);
    case 'metrics':
      return Array.isArray(value) && value.every((v) => metrics.has(v))
        ? undefined
        : type(`a list of ${[...metrics.keys()].join(', ')}`);
    case 'source':
      return typeof value === 'object' && value !== null && 'kind' in value ? undefined : type('a data source');
  }
}

const within = (value: number, { min, max }: Limits) => value >= min && value <= max;
const isInts = (value: unknown): value is number[] => Array.isArray(value) && value.every((v) => Number.isInteger(v));

const isMargins = (value: unknown, axes: number): value is Margins =>
  Array.isArray(value) && value.length === axes && value.every((pair) => isInts(pair) && pair.length === 2);
/** `1, 2 or 4` */
const counts = (of: readonly number[]): string => of.join(', ').replace(/, (\d+)$/, ' or $1');
const paddingText = ({ modes, axes }: PaddingParam): string =>
  [...modes, axes === 1 ? '[[before, after]]' : '[[top, bottom], [left, right]]']
    .join(', ')
    .replace(/, (\[\[)/, ' or $1');

/** Of a range that nobody reaches the end of, the side that was passed. */
function rangeText(min: number, max: number, given: readonly number[]): string {
  if (max >= 2 ** 31 - 1) return given.some((value) => value > max) ? `at most ${max}` : `at least ${min}`;
  return min <= -1e30 ? `at most ${max}` : `from ${min} to ${max}`;
}

function textOf(value: unknown): string {
  const json = JSON.stringify(value as Json) ?? String(value);
  return json.length > 40 ? `${json.slice(0, 39)}…` : json;
}
