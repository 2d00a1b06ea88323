import type { GradientNorms } from '../../engine/protocol';

/** Weights at the input that get less than this share of what the last ones get hardly learn. */
const VANISHED = 1e-3;

/** Over this many times what the last ones get, steps at the input grow without bounds. */
const EXPLODED = 1e3;

/** How the gradient gets from the last weights to the first, in a sentence. */
export function gradientVerdict(nodes: readonly GradientNorms[]): string {
  const learnt = nodes.filter(({ weights }) => weights !== undefined);
  const [first, last] = [learnt[0], learnt.at(-1)];
  const broken = nodes.find(({ output, weights }) => output === null || weights === null);
  if (broken) return `The gradient at ${broken.node} is no longer a number.`;
  if (!first || !last || first === last) return 'There are not two layers with weights to compare.';
  const [near, far] = [last.weights ?? 0, first.weights ?? 0];
  if (near === 0) return far === 0 ? 'No gradient reaches any weights.' : `No gradient reaches ${last.node}.`;
  if (far === 0) return `No gradient reaches ${first.node}.`;
  const ratio = far / near;
  const words = `${first.node} gets ${timesText(ratio)} the gradient of ${last.node}`;
  if (ratio < VANISHED) return `It vanishes towards the input: ${words}.`;
  if (ratio > EXPLODED) return `It grows towards the input: ${words}.`;
  return `It gets through: ${words}.`;
}

/** `0.42×`, `2.4e-9×`, with a hyphen at which no line breaks. */
const timesText = (ratio: number): string =>
  `${ratio < 0.01 || ratio >= 1e5 ? ratio.toExponential(1).replace('e+', 'e').replace('-', '\u2011') : Number(ratio.toPrecision(2))}×`;

/** The figures with commas, in order of depth (RFC 4180). */
export function gradientCsv(nodes: readonly GradientNorms[]): string {
  const quoted = (cell: string | number) =>
    typeof cell === 'string' && /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : String(cell);
  const lines = nodes.map(({ node, output, weights }) => [
    node,
    output ?? 'NaN',
    weights === undefined ? '' : (weights ?? 'NaN'),
  ]);
  const head = ['node', 'gradient of what it gives', 'gradient of its weights'];
  return `${[head, ...lines].map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
}
