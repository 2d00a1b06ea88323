import { expect, it } from 'vitest';
import { InTurn } from '../../../engine/train/in-turn';

it('runs calls one after another, whatever becomes of them', async () => {
  const turns = new InTurn();
  const told: string[] = [];
  const slow = turns.run(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    told.push('slow');
  });
  const failing = turns.run(() => {
    told.push('failing');
    throw new Error('no');
  });
  const quick = turns.run(() => told.push('quick'));
  await expect(failing).rejects.toThrow('no');
  await Promise.all([slow, quick]);
  expect(told).toEqual(['slow', 'failing', 'quick']);
});

it('closes once, after the calls that were made, and takes none afterwards', async () => {
  const turns = new InTurn();
  const told: string[] = [];
  const call = turns.run(() => told.push('call'));
  turns.close(() => told.push('freed'));
  turns.close(() => told.push('freed again'));
  await expect(turns.run(() => 1)).rejects.toThrow('The net is disposed');
  await call;
  await Promise.resolve();
  expect(told).toEqual(['call', 'freed']);
  const idle = new InTurn();
  idle.close(() => told.push('at once'));
  expect(told).toContain('at once');
});
