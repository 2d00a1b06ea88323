import { metrics } from '../../engine/metrics/contract/registry';
import { formatNumber, formatPercent } from '../ui/format';

/** A metric's kind: `accuracy` of `digit/accuracy`. */
const kindOfMetric = (name: string): string => name.replace(/^.*\//, '');

/** Whether a metric is a share of 1, shown in per cent. */
export const inShares = (name: string): boolean =>
  kindOfMetric(name) !== 'loss' && metrics.get(kindOfMetric(name))?.unit === 'share';

/** `Accuracy`, or `Accuracy of digit` where a net has several outputs. */
export function metricTitle(name: string): string {
  const kind = kindOfMetric(name);
  const title = kind === 'loss' ? 'Loss' : (metrics.get(kind)?.title ?? kind);
  const output = name.slice(0, Math.max(0, name.length - kind.length - 1));
  return output ? `${title} of ${output}` : title;
}

/** A metric's value for people. */
export const metricWords = (name: string, value: number | undefined): string =>
  value === undefined ? '–' : inShares(name) ? formatPercent(value, 2) : formatNumber(value);
