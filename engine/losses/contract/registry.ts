import type { Loss } from './loss';

/** Every file in engine/losses/ is one; nothing else lists them. */
const files = import.meta.glob<Loss>('../*.ts', { eager: true, import: 'default' });

export const losses: ReadonlyMap<string, Loss> = new Map(
  Object.entries(files).map(([path, loss]) => {
    if (path !== `../${loss.kind}.ts`) throw new Error(`${path} declares the kind "${loss.kind}"`);
    return [loss.kind, loss];
  }),
);
