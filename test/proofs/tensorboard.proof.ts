import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fish, temporaryFolder } from '../engine/session/window';
import { trainWhole } from '../engine/train/nets';
import { askPython, pythonWith } from '../oracles/python';

const SCRIPT = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
events = EventAccumulator(sys.argv[1])
events.Reload()
print(json.dumps({tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in events.Tags()['scalars']}))
`;

it('TensorBoard reads the curves of a run that was stopped and resumed', async () => {
  const folder = await temporaryFolder();
  const project = await fish(3);
  const first = await trainWhole(project, { folder, steps: 8 });
  first.run.dispose();
  const rest = await trainWhole(project, { folder, resume: first.end.manifest });
  rest.run.dispose();
  const script = join(await temporaryFolder(), 'read.py');
  await writeFile(script, SCRIPT);
  const python = await pythonWith('tensorboard-2.20', ['tensorboard==2.20.0']);
  const read = (await askPython(python, script, folder)) as Record<string, [number, number][]>;
  const points = [...first.points, ...rest.points];
  expect(read['train/loss']?.map(([step]) => step)).toEqual(points.map(({ step }) => step));
  read['train/loss']?.forEach(([, loss], at) => {
    expect(loss).toBeCloseTo(points[at]?.loss ?? Number.NaN, 6);
  });
  expect(read['validation/accuracy']?.at(-1)?.[0]).toBe(18);
});
