import { describe, expect, it } from 'vitest';
import type { Note, Project } from '../../../engine/graph/document';
import { applyEdit } from '../../../engine/graph/edits';
import { parseProject } from '../../../engine/graph/parse';
import { projectText } from '../../../engine/graph/serialize';

const EMPTY: Project = { format: 'netloom', version: 1, title: 'T', graph: { nodes: [], edges: [] } };
const note = (id: string, more: Partial<Note> = {}): Note => ({
  id,
  text: 'Why',
  at: [8, 16],
  size: [200, 80],
  ...more,
});
function edited(project: Project, id: string, value: Note | undefined): Project {
  const result = applyEdit(project, { type: 'setNote', id, note: value });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.value;
}

describe('notes', () => {
  it('are added, changed in place and taken away, and leave no trace then', () => {
    const two = edited(edited(EMPTY, 'a', note('a')), 'b', note('b', { frame: true }));
    expect(two.notes?.map(({ id }) => id)).toEqual(['a', 'b']);
    const changed = edited(two, 'a', note('a', { text: 'Because' }));
    expect(changed.notes?.[0]?.text).toBe('Because');
    expect(changed.notes?.[1]).toBe(two.notes?.[1]);
    expect(edited(changed, 'a', changed.notes?.[0])).toBe(changed);
    expect(edited(edited(changed, 'a', undefined), 'b', undefined)).toEqual(EMPTY);
    expect(edited(EMPTY, 'ghost', undefined)).toBe(EMPTY);
  });

  it('come back from the file as they were, a note a line', () => {
    const project = edited(edited(EMPTY, 'a', note('a', { text: 'Two\nlines' })), 'b', note('b', { frame: true }));
    const text = projectText(project);
    expect(text).toContain('{ "id": "b", "text": "Why", "at": [8, 16], "size": [200, 80], "frame": true }');
    const parsed = parseProject(text);
    expect(parsed.ok && parsed.value).toMatchObject({ project, notices: [] });
  });

  it('that are too small, too many or twice there are told, with their place', () => {
    const small = applyEdit(EMPTY, { type: 'setNote', id: 'a', note: note('a', { size: [1, 80] }) });
    expect(small.ok).toBe(false);
    const many = { ...EMPTY, notes: Array.from({ length: 1000 }, (_, i) => note(`n${i}`)) };
    expect(applyEdit(many, { type: 'setNote', id: 'more', note: note('more') }).ok).toBe(false);
    const twice = parseProject(JSON.stringify({ ...EMPTY, notes: [note('a'), note('a')] }));
    expect(!twice.ok && twice.problems[0]).toMatchObject({ path: 'notes[1].id' });
  });
});
