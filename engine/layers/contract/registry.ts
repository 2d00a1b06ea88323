import type { Layer } from './layer';

/** Every file in engine/layers/ is a kind; nothing else lists them. */
const files = import.meta.glob<Layer>('../*.ts', { eager: true, import: 'default' });

export const layers: ReadonlyMap<string, Layer> = new Map(
  Object.entries(files).map(([path, layer]) => {
    if (path !== `../${layer.kind}.ts`) throw new Error(`${path} declares the kind "${layer.kind}"`);
    return [layer.kind, layer];
  }),
);
