import { expect, it } from 'vitest';
import { Pace } from '../../../engine/native/pace';

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Calls that take as long as they are told, and where they ran. */
function calls() {
  const pace = new Pace();
  return (key: string, size: number, milliseconds: number): Promise<string> =>
    pace.run(
      key,
      size,
      () => {
        const end = performance.now() + milliseconds;
        while (performance.now() < end);
        return 'here';
      },
      async () => {
        if (milliseconds > 0) await wait(milliseconds);
        return 'aside';
      },
    );
}

it('waits for what was short the last time, and for nothing else', async () => {
  const call = calls();
  expect(await call('step', 10, 0)).toBe('aside');
  expect(await call('step', 10, 20)).toBe('here');
  expect(await call('step', 10, 0)).toBe('aside');
  expect(await call('other', 10, 0)).toBe('aside');
  expect(await call('step', 10, 0)).toBe('here');
});

it('does not take a large batch for a small one', async () => {
  const call = calls();
  await call('step', 10, 1);
  expect(await call('step', 10_000_000, 0)).toBe('aside');
});
