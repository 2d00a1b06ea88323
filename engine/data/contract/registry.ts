import type { Source } from './source';

/** Every file in engine/data/ is a source of data; nothing else lists them. */
const files = import.meta.glob<Source>('../*.ts', { eager: true, import: 'default' });

export const sources: ReadonlyMap<string, Source> = new Map(
  Object.entries(files).map(([path, source]) => {
    if (path !== `../${source.kind}.ts`) throw new Error(`${path} declares the kind "${source.kind}"`);
    return [source.kind, source];
  }),
);
