import { expect, it } from 'vitest';
import { measure, type Variant } from './measure';

/** A contender in a line or two: `answers` gives what it answers to each command. */
const fake = (variant: string, answers: string): Variant => {
  const script = `
    const say = (answer) => console.log('answer ' + JSON.stringify(answer));
    console.log('something that a library prints');
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const command = JSON.parse(line);
      ${answers}
    });`;
  return { side: 'keras', variant, launch: { command: process.execPath, args: ['-e', script] } };
};

const STEADY = `
  if (command.do === 'open') say({ losses: [3, 2, 1].slice(0, command.steps), firstStep: 0.5, rest: 0 });
  else if (command.do === 'memory') say({ peak: 1e8 });
  else say({ steps: command.steps, seconds: command.steps * 0.01 });`;

it('lets contenders take windows in turn; one that fails or dies drops out', async () => {
  const variants = [
    fake('steady', STEADY),
    fake('failing', `if (command.do === 'train') say({ error: 'TypeError: no such layer' }); else ${STEADY}`),
    fake('dying', `if (command.do === 'train') { console.error('out of memory'); process.exit(9); } else ${STEADY}`),
    { ...fake('absent', ''), launch: { command: 'a-program-that-is-not-there', args: [] } },
  ];
  const notes: string[] = [];
  const tasks = [{ name: 'train', kind: 'train', batch: 10 }] as const;
  const measured = await measure(variants, tasks, { rounds: 2, seconds: 0.6 }, (text) => notes.push(text));
  const [steady, failing, dying, absent] = measured;
  // 0.01 s a step of 10 samples; 60 steps make a window.
  expect(steady?.rates.train?.map(Math.round)).toEqual([1000, 1000]);
  expect(steady).toMatchObject({ losses: [3, 2, 1], firstStep: 0.5, peak: 1e8 });
  expect(steady?.sinceStart).toBeGreaterThan(0);
  expect(failing?.failure).toMatch(/^TypeError: no such layer/);
  expect(dying?.failure).toMatch(/^it ended \(9\)[\s\S]*out of memory/);
  expect(absent?.failure).toMatch(/ENOENT/);
  expect([failing, dying, absent].map((one) => one?.rates)).toEqual([{}, {}, {}]);
  expect(notes.at(-1)).toBe('round 2 of 2');
});

it('only compares where there are no rounds, and only looks where nothing is trained', async () => {
  const training = [{ name: 'train', kind: 'train', batch: 1 }] as const;
  const [compared] = await measure([fake('a', STEADY)], training, { rounds: 0, seconds: 1 }, () => undefined);
  expect(compared).toMatchObject({ losses: [3, 2, 1], rates: {} });
  const inference = [{ name: 'batch1', kind: 'infer', batch: 1 }] as const;
  const [looked] = await measure([fake('a', STEADY)], inference, { rounds: 1, seconds: 0.1 }, () => undefined);
  expect(looked?.losses).toBeUndefined();
  expect(looked?.rates.batch1).toHaveLength(1);
});
