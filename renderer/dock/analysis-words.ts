import type { AnalysisRow, Sums } from '../../engine/compile/analysis';
import type { Sight } from '../../engine/compile/analysis-reach';
import { type Spec, shapeText } from '../../engine/layers/contract/spec';

/** `14×14`; a dash where it is not known, or where the input has no axes along which places lie. */
export const sightText = (sight: Sight | undefined): string =>
  sight && sight.size.length > 0 ? sight.size.map(tidyNumber).join('×') : '–';

/** `every 4`, `every 4×2`; empty where all values see the same. */
export function stepText(sight: Sight | undefined): string {
  if (!sight || sight.stride.length === 0 || sight.stride.every((step) => step === 0)) return '';
  const same = sight.stride.every((step) => step === sight.stride[0]);
  return `every ${(same ? sight.stride.slice(0, 1) : sight.stride).map(tidyNumber).join('×')}`;
}

/** What enlarges gives strides of parts of a pixel. */
const tidyNumber = (value: number): string => String(Math.round(value * 100) / 100);

export const outputText = (output: Spec | undefined): string => (output ? shapeText(output) : '–');

const HEAD = [
  'name',
  'kind',
  'output',
  'parameters',
  'trainable',
  'multiply-adds',
  'activation bytes',
  'receptive field',
  'stride',
  'share of parameters',
  'share of multiply-adds',
  'share of memory',
];

/** The table of costs with commas, sums last; exact figures, sizes in bytes for one sample (RFC 4180). */
export function analysisCsv(rows: readonly AnalysisRow[], sums: Sums, kindTitle: (kind: string) => string): string {
  const lines = rows.map((row) => [
    row.path,
    kindTitle(row.kind),
    row.output ? shapeText(row.output) : '',
    row.parameters,
    row.trainable,
    row.macs,
    row.memory,
    row.sight ? row.sight.size.map(tidyNumber).join('×') : '',
    row.sight ? row.sight.stride.map(tidyNumber).join('×') : '',
    ...[row.shares.parameters, row.shares.macs, row.shares.memory].map((share) => Number(share.toFixed(6))),
  ]);
  const total = ['total', '', '', sums.parameters, sums.trainable, sums.macs, sums.memory, '', '', '', '', ''];
  const quoted = (cell: string | number) =>
    typeof cell === 'string' && /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : String(cell);
  return `${[HEAD, ...lines, total].map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
}
