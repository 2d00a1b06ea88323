/**
 * Numbers, sizes, times and shapes as words for people. Units stand after a no-break space (U+00A0), minus is U+2212,
 * a shape's axes are joined by ×.
 */
const space = '\u00a0';

const withMinus = (text: string) => text.replace('-', '−');

/** By digits after the point: making one takes longer than a thousand uses. */
const formats = new Map<number, Intl.NumberFormat>();

function grouped(value: number, digits = 0): string {
  const format =
    formats.get(digits) ??
    new Intl.NumberFormat('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  formats.set(digits, format);
  return withMinus(format.format(value));
}

/** Three significant digits, trailing zeros kept: 2.29, 19.4, 138. */
function threeDigits(value: number): string {
  const digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return value.toFixed(digits);
}

/** A count, exact, with commas: 431,080. */
export function formatExact(count: number): string {
  return grouped(count);
}

/** A count in three digits from a million on: 2.29 M, 1.81 G; exact below. */
export function formatCompact(count: number): string {
  const size = Math.abs(count);
  if (size < 1e6) return grouped(count);
  const units: [number, string][] = [
    [1e6, 'M'],
    [1e9, 'G'],
    [1e12, 'T'],
    [1e15, 'P'],
  ];
  // 999,999,999 would round to "1000 M": the next unit takes it.
  const [unit, name] = units.find(([each]) => size / each < 999.5) ?? [1e15, 'P'];
  return `${count < 0 ? '−' : ''}${threeDigits(size / unit)}${space}${name}`;
}

/** A count on a node: exact up to seven digits, compact beyond. */
export function formatCount(count: number): string {
  return Math.abs(count) < 1e7 ? formatExact(count) : formatCompact(count);
}

/** A count with its noun: "1 node", "9 nodes", "431,080 parameters". */
export function formatCounted(count: number, one: string, many = `${one}s`): string {
  return `${formatExact(count)} ${count === 1 ? one : many}`;
}

/** A size in decimal units, two digits: 5.9 MB, 74 MB, 24 GB. */
export function formatBytes(bytes: number): string {
  const units = ['kB', 'MB', 'GB', 'TB', 'PB'];
  if (bytes < 1000) return `${Math.round(bytes)}${space}B`;
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 9.95 ? value.toFixed(1) : grouped(value)}${space}${units[unit]}`;
}

/** A time that was measured or estimated: 5.1 ms, 9.5 s, 54 s, 1 min 0 s, 2 h 5 min. */
export function formatDuration(seconds: number): string {
  if (seconds === 0) return `0${space}s`;
  if (seconds < 0.9995) {
    const milliseconds = seconds * 1000;
    return `${milliseconds < 9.95 ? milliseconds.toFixed(1) : Math.round(milliseconds)}${space}ms`;
  }
  if (seconds < 9.95) return `${seconds.toFixed(1)}${space}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${space}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}${space}min ${whole % 60}${space}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}${space}h ${minutes % 60}${space}min`;
  const hours = Math.round(seconds / 3600);
  return `${Math.floor(hours / 24)}${space}d ${hours % 24}${space}h`;
}

/** A countdown for the top bar: 0:54, 1:00, 1:02:05. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (part: number) => String(part).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** A time of day: 14:32, 9:12. */
export function formatTimeOfDay(date: Date): string {
  return `${date.getHours()}:${String(date.getMinutes()).padStart(2, '0')}`;
}

/** A fraction as per cent: 0.991 is 99.1 %. */
export function formatPercent(fraction: number, digits = 1): string {
  return Number.isFinite(fraction) ? `${grouped(fraction * 100, digits)}${space}%` : '–';
}

/** A share of a whole: 0.1 %, 12.6 %, 58 %: the decimal goes at 20 per cent. */
export function formatShare(fraction: number): string {
  return formatPercent(fraction, Math.abs(fraction) < 0.1995 && fraction !== 0 ? 1 : 0);
}

/** A measured number such as a loss, in a few digits: 0.019, 1.15, 0.0012, 2.4e-7, −0.13. */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '−Inf';
  const size = Math.abs(value);
  if (size >= 1e6) return formatCompact(value);
  if (size !== 0 && size < 1e-4) return withMinus(value.toExponential(1)).replace('e−', 'e-');
  if (size >= 10 ** digits) return grouped(value);
  // Significant digits decide the decimals: a loss of 0.0194 and one of 1.94 both show three digits at most.
  const decimals = size === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return withMinus(String(Number(value.toFixed(Math.min(decimals, 6)))));
}

/** A shape without its batch axis: 24×24×20; an axis not known yet is a question mark, no axes at all are one number. */
export function formatShape(shape: readonly (number | null)[]): string {
  if (shape.length === 0) return '1';
  return shape
    .map((axis) => (axis === null ? '?' : axis < 10000 && shape.length > 1 ? String(axis) : grouped(axis)))
    .join('×');
}
