import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import type { Project } from '../../../engine/graph/document';
import type { Edit } from '../../../engine/graph/edit';
import { applyEdit } from '../../../engine/graph/edits';
import { canUndo, type History, push, redo, startHistory, undo } from '../../../engine/graph/history';
import { parseProject } from '../../../engine/graph/parse';
import { projectText } from '../../../engine/graph/serialize';
import { edit, project } from './arbitrary';

const frozen = (value: unknown): void => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(frozen);
};

function run(start: Project, program: readonly Edit[]): History<Project> {
  let history = startHistory(start);
  for (const step of program) {
    const result = applyEdit(history.present, step);
    if (!result.ok) {
      expect(result.problems.length).toBeGreaterThan(0);
      continue;
    }
    frozen(result.value);
    history = push(history, result.value, step.type);
  }
  return history;
}

describe('any program of edits', () => {
  it('undone gives the start back, redone the end', () => {
    fc.assert(
      fc.property(project, fc.array(edit, { maxLength: 12 }), (start, program) => {
        frozen(start);
        const text = projectText(start);
        const end = run(start, program);
        let back = end;
        while (canUndo(back)) back = undo(back);
        expect(back.present).toBe(start);
        expect(projectText(back.present)).toBe(text);
        let forth = back;
        for (let i = 0; i < end.past.length; i++) forth = redo(forth);
        expect(forth.present).toBe(end.present);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves a document that opens again as it is, with every name once', () => {
    fc.assert(
      fc.property(project, fc.array(edit, { maxLength: 6 }), (start, program) => {
        const { present } = run(start, program);
        const opened = parseProject(projectText(present));
        expect(opened.ok ? [] : opened.problems).toEqual([]);
        expect(opened.ok && opened.value.project).toEqual(present);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves a document that compiles without a throw', () => {
    fc.assert(
      fc.property(project, fc.array(edit, { maxLength: 4 }), (start, program) => {
        const { present } = run(start, program);
        const { problems, program: built } = compile(present, { fields: [] });
        expect(built === undefined || problems.every(({ severity }) => severity === 'warning')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('saving and opening', () => {
  it('is the identity', () => {
    fc.assert(
      fc.property(project, (start) => {
        const text = projectText(start);
        const opened = parseProject(text);
        expect(opened.ok && opened.value.project).toEqual(start);
        expect(opened.ok && projectText(opened.value.project)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});
