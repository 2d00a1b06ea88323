import { fixes, setting } from './fixes';
import type { Entry, Level } from './level';
import { filePath, type Inference, problemAt, tell } from './place';
import type { ValueFault } from './values';

/** Parameters that are not known, of another type or out of their range. The default stands in for them. */
export function checkParams(level: Level, entry: Entry, faults: readonly ValueFault[], inference: Inference): void {
  // A twin's parameters are its owner's, and are told there.
  if (entry.owner !== entry.node) return;
  for (const { param, code, expected, got } of faults) {
    const edit = setting(level, entry, param, undefined);
    const standard = entry.kind?.params[param]?.default;
    const title = code === 'param/unknown' ? `Remove ${param}` : `Use ${plain(standard)}`;
    const fix = edit && (standard !== undefined || code === 'param/unknown') ? { title, edits: [edit] } : undefined;
    const path = filePath(level, entry.index);
    const where = {
      ...(path && { path: `${path}.params.${param}` }),
      ...(expected !== '' && { expected, got }),
      fixes: fixes(fix),
    };
    tell(
      inference,
      level,
      `${entry.node.id}\n${param}\n${got}`,
      problemAt(level, entry.node.id, code, { param, expected, got, name: got }, where),
    );
  }
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
