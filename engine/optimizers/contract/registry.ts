import type { Optimizer } from './optimizer';

/** Every file in engine/optimizers/ is one; nothing else lists them. */
const files = import.meta.glob<Optimizer>('../*.ts', { eager: true, import: 'default' });

export const optimizers: ReadonlyMap<string, Optimizer> = new Map(
  Object.entries(files).map(([path, optimizer]) => {
    if (path !== `../${optimizer.kind}.ts`) throw new Error(`${path} declares the kind "${optimizer.kind}"`);
    return [optimizer.kind, optimizer];
  }),
);
