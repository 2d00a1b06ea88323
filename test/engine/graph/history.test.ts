import { describe, expect, it } from 'vitest';
import {
  abandon,
  begin,
  canRedo,
  canUndo,
  commit,
  MOST_STEPS,
  push,
  redo,
  redoLabel,
  startHistory,
  undo,
  undoLabel,
} from '../../../engine/graph/history';

describe('undo and redo', () => {
  const two = push(push(startHistory('a'), 'b', 'one'), 'c', 'two');

  it('go step by step, with the words for each', () => {
    expect(undoLabel(two)).toBe('two');
    expect(undo(two).present).toBe('b');
    expect(redoLabel(undo(two))).toBe('two');
    expect(undo(undo(two)).present).toBe('a');
    expect(redo(redo(undo(undo(two)))).present).toBe('c');
    expect(canUndo(startHistory('a'))).toBe(false);
    expect(undo(startHistory('a')).present).toBe('a');
    expect(redo(two)).toEqual(two);
  });

  it('lose what could be redone at the next edit', () => {
    expect(canRedo(push(undo(two), 'd', 'three'))).toBe(false);
  });

  it('do not count an edit that changes nothing', () => {
    expect(push(two, 'c', 'three')).toBe(two);
  });

  it('keep a limited number of steps', () => {
    let history = startHistory(0);
    for (let i = 1; i <= MOST_STEPS + 50; i++) history = push(history, i, 'step');
    expect(history.past).toHaveLength(MOST_STEPS);
    expect(history.past[0]?.document).toBe(50);
  });
});

describe('a gesture', () => {
  const dragged = push(push(begin(startHistory('a'), 'Move'), 'b', 'moveNodes'), 'c', 'moveNodes');

  it('is one step, however many edits it has', () => {
    const done = commit(dragged);
    expect(done.past).toEqual([{ label: 'Move', document: 'a' }]);
    expect(undo(done).present).toBe('a');
    expect(redo(undo(done)).present).toBe('c');
  });

  it('that changes nothing leaves no step', () => {
    expect(commit(begin(startHistory('a'), 'Move'))).toEqual(startHistory('a'));
    expect(canUndo(begin(startHistory('a'), 'Move'))).toBe(false);
  });

  it('can be abandoned, or undone before it ends', () => {
    expect(abandon(dragged)).toEqual(startHistory('a'));
    expect(canUndo(dragged)).toBe(true);
    expect(undo(dragged).present).toBe('a');
    expect(redo(undo(dragged)).present).toBe('c');
  });

  it('within a gesture joins it', () => {
    expect(commit(push(begin(dragged, 'Inner'), 'd', 'x')).past).toEqual([{ label: 'Move', document: 'a' }]);
  });
});
