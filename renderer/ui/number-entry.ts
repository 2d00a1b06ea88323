export interface NumberRules {
  /** Whole numbers only. */
  integer?: boolean;
  min?: number;
  max?: number;
  /** Size of one step; when absent 1 for whole numbers, else one of the leading digit: 0.001 goes to 0.002. */
  step?: number;
}

export type NumberEntry = { ok: true; value: number } | { ok: false; message: string };

const spelt = (value: number) =>
  Math.abs(value) >= 1e15 || (value !== 0 && Math.abs(value) < 1e-6)
    ? value.toExponential().replace('e+', 'e').replace('-', '−')
    : value.toLocaleString('en-GB', { maximumFractionDigits: 12 }).replace('-', '−');

function range(min: number, max: number): string {
  if (min > -Infinity && max < Infinity) return ` from ${spelt(min)} to ${spelt(max)}`;
  if (min > -Infinity) return `, ${spelt(min)} or more`;
  return max < Infinity ? `, ${spelt(max)} or less` : '';
}

/**
 * Reads what a person typed into a number field. Commas and spaces between digits are dropped, `1e-3` is taken,
 * and a typographic minus counts as one. What cannot be taken is answered with a message that names the range.
 *
 * @param label name of the field, for the message; "Takes a whole number from 1 to 4,096." without one
 */
export function readNumber(text: string, rules: NumberRules = {}, label?: string): NumberEntry {
  const { integer = false, min = -Infinity, max = Infinity } = rules;
  const plain = text
    .trim()
    .replace(/[−–]/g, '-')
    .replace(/(\d)[,\s\u00a0](?=\d{3})/g, '$1');
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
  const fits = Number.isFinite(value) && value >= min && value <= max && (!integer || Number.isSafeInteger(value));
  if (fits) return { ok: true, value: value === 0 ? 0 : value };
  const noun = integer ? 'a whole number' : 'a number';
  return { ok: false, message: `${label ? `${label} takes` : 'Takes'} ${noun}${range(min, max)}.` };
}

/** Drops the noise that adding decimal steps leaves behind: 0.1 + 0.2 becomes 0.3. */
const clean = (value: number) => Number(value.toPrecision(12));

/** One of the leading digit; a step down from 0.001 goes to 0.0009. */
function leadingStep(value: number, direction: number): number {
  if (value === 0) return 0.1;
  const size = 10 ** Math.floor(Math.log10(Math.abs(value)) + 1e-9);
  const shrinks = value * direction < 0 && Math.abs(Math.abs(value) - size) < size * 1e-9;
  return shrinks ? size / 10 : size;
}

/**
 * The value after steps of an arrow key, kept inside the range.
 *
 * @param steps positive goes up: 1 for an arrow key, 10 with Shift
 */
export function stepNumber(value: number, steps: number, rules: NumberRules = {}): number {
  const { integer = false, min = -Infinity, max = Infinity } = rules;
  const fixed = rules.step ?? (integer ? 1 : undefined);
  let next = value;
  if (fixed === undefined) {
    for (let left = Math.abs(steps); left > 0; left--) {
      const direction = Math.sign(steps);
      next = clean(next + direction * leadingStep(next, direction));
    }
  } else {
    next = clean(value + steps * fixed);
  }
  return Math.min(max, Math.max(min, integer ? Math.round(next) : next));
}

/** A number as it stands in a field: no commas, at most 12 digits, small ones as 1e-7. */
export function writeNumber(value: number): string {
  return String(clean(value)).replace('-', '−').replace(/e\+/, 'e').replace('e−', 'e-');
}
