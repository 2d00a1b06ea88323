import type { Block } from './block';

/** Every file in engine/blocks/ is a composite kind; nothing else lists them. */
const files = import.meta.glob<Block>('../*.ts', { eager: true, import: 'default' });

export const blocks: ReadonlyMap<string, Block> = new Map(
  Object.entries(files).map(([path, block]) => {
    if (path !== `../${block.kind}.ts`) throw new Error(`${path} declares the kind "${block.kind}"`);
    return [block.kind, block];
  }),
);
