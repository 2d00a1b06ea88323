import type { Preparation } from './preparation';

/** Every file in engine/prepare/ is one; nothing else lists them. */
const files = import.meta.glob<Preparation>('../*.ts', { eager: true, import: 'default' });

export const preparations: ReadonlyMap<string, Preparation> = new Map(
  Object.entries(files).map(([path, preparation]) => {
    if (path !== `../${preparation.kind}.ts`) throw new Error(`${path} declares the kind "${preparation.kind}"`);
    return [preparation.kind, preparation];
  }),
);
