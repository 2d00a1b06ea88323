import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';

/** Where a container's limit and its use stand, by version of control groups; the first that is there counts. */
const GROUPS = [
  { limit: '/sys/fs/cgroup/memory.max', used: '/sys/fs/cgroup/memory.current', stat: '/sys/fs/cgroup/memory.stat' },
  {
    limit: '/sys/fs/cgroup/memory/memory.limit_in_bytes',
    used: '/sys/fs/cgroup/memory/memory.usage_in_bytes',
    stat: '/sys/fs/cgroup/memory/memory.stat',
  },
] as const;

/** A file's text; undefined where the system has none. */
type ReadText = (path: string) => string | undefined;

const readText: ReadText = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const numberAfter = (name: string, text: string | undefined): number | undefined => {
  const found = new RegExp(`^${name}:?\\s+(\\d+)`, 'm').exec(text ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
};

/**
 * Bytes that this process can still take without swapping: what the system says is available (Linux counts caches
 * that it would give up), and no more than what a container's limit leaves.
 */
export function freeMemory(read: ReadText = readText): number {
  const available = numberAfter('MemAvailable', read('/proc/meminfo'));
  const free = available === undefined ? freemem() : available * 1024;
  return Math.min(free, freeInGroup(read));
}

function freeInGroup(read: ReadText): number {
  for (const group of GROUPS) {
    const limit = Number.parseInt(read(group.limit) ?? '', 10);
    const used = Number.parseInt(read(group.used) ?? '', 10);
    // `max`, or a number beyond every machine: no limit.
    if (!Number.isFinite(limit) || !Number.isFinite(used)) continue;
    // Pages of files count as used, and are given up when memory is asked for.
    const files = numberAfter('(?:total_)?inactive_file', read(group.stat)) ?? 0;
    return Math.max(0, limit - used + files);
  }
  return Number.POSITIVE_INFINITY;
}
