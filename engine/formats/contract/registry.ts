import type { ExportFormat } from './format';

/**
 * Every file in engine/formats/ is an export format; nothing else lists them. Safetensors stands apart: it holds
 * weights for checkpoints, not a model.
 */
const files = import.meta.glob<ExportFormat>(['../*.ts', '!../safetensors.ts'], { eager: true, import: 'default' });

export const formats: ReadonlyMap<string, ExportFormat> = new Map(
  Object.entries(files).map(([path, format]) => {
    if (path !== `../${format.kind}.ts`) throw new Error(`${path} declares the kind "${format.kind}"`);
    return [format.kind, format];
  }),
);
