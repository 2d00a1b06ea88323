import type { Note, Project } from './document';
import type { EditOf } from './edit-of';
import { without } from './graph-at';
import { invalidValue } from './invalid';
import { fail, type Result, succeed } from './problem';
import { notesSchema } from './schema';

/** Adds a note, replaces the one of this id, or (undefined) takes it away. */
export function setNote(project: Project, { id, note }: EditOf<'setNote'>): Result<Project> {
  const before = project.notes ?? [];
  const known = before.find((each) => each.id === id);
  if (!note && !known) return succeed(project);
  const given: readonly Note[] = note ? [{ ...note, id }] : [];
  const at = known ? before.indexOf(known) : before.length;
  const notes = [...before.slice(0, at), ...given, ...before.slice(at + 1)];
  if (notes.length === 0) return succeed(without(project, 'notes'));
  const wrong = invalidValue(notesSchema, notes);
  if (wrong) return fail({ ...wrong, path: `notes${wrong.path ?? ''}` });
  return succeed(known && JSON.stringify(known) === JSON.stringify(notes[at]) ? project : { ...project, notes });
}
