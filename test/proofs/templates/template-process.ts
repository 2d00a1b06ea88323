import { readFileSync, writeFileSync } from 'node:fs';
import { parseProject } from '../../../engine/graph/parse';
import { openDevice } from '../../../engine/session/device';
import { firstSteps } from '../../engine/templates/first-steps';
import type { Said } from './proof';

/** Steps that are taken: the first makes ready, the better of the others tells the pace. */
const STEPS = 3;

/** Where memory runs out after all, Linux ends this process before any other. */
function goFirst(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Another system.
  }
}

goFirst();
const parsed = parseProject(readFileSync(process.argv[2] ?? '', 'utf8'));
if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
const taken = await firstSteps(parsed.value.project, await openDevice('cpu'), STEPS);
const [problem] = taken.ok ? [] : taken.problems;
const said: Said | undefined = taken.ok
  ? { kind: 'trained', steps: taken.value }
  : problem && { kind: 'refused', problem };
process.stdout.write(`${JSON.stringify(said)}\n`);
