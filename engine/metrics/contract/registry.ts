import type { Metric } from './metric';

/** Every file in engine/metrics/ is one; nothing else lists them. */
const files = import.meta.glob<Metric>('../*.ts', { eager: true, import: 'default' });

export const metrics: ReadonlyMap<string, Metric> = new Map(
  Object.entries(files).map(([path, metric]) => {
    if (path !== `../${metric.kind}.ts`) throw new Error(`${path} declares the kind "${metric.kind}"`);
    return [metric.kind, metric];
  }),
);
