import { getContext, setContext } from 'svelte';
import { compile } from '../../engine/compile/compile';
import { fieldsOf } from '../../engine/compile/fields';
import type { Analysis } from '../../engine/compile/program';
import type { Field } from '../../engine/data/contract/field';
import { EMPTY_PROJECT, type Project } from '../../engine/graph/document';
import type { Edit } from '../../engine/graph/edit';
import { applyEdit } from '../../engine/graph/edits';
import {
  begin,
  canRedo,
  canUndo,
  commit,
  type History,
  push,
  redo,
  startHistory,
  undo,
} from '../../engine/graph/history';
import type { Problem } from '../../engine/graph/problem';
import { problem } from '../../engine/graph/problems';

/**
 * The open document: the project, its history, what is selected, and what the compiler says of it after every edit.
 * All changes go through `edit`; nothing else writes the project. Plain data in raw state: proxies cannot be sent to
 * the engine and are slow under xyflow.
 */
export class Editor {
  #history: History<Project> = $state.raw(startHistory(EMPTY_PROJECT));
  /** Fields of a source whose file decides them, as the engine told; see data/ask-fields.svelte.ts. */
  toldFields: readonly Field[] = $state.raw([]);
  /** Edits of a cure that a person hovers: shown on the canvas, not in the document. */
  preview: readonly Edit[] | undefined = $state.raw();

  /** What the last edit did that a person may not expect: twins untied, say. */
  notices: readonly Problem[] = $state.raw([]);

  path: string | undefined = $state();
  readOnly = $state(false);
  /** One for each opened document, also the key of its journal entry. */
  id: string = $state(crypto.randomUUID());
  #saved: Project = $state.raw(EMPTY_PROJECT);
  savedAt: number | undefined = $state();

  /** Paths of selected nodes: `conv1`, or `tower/conv1` inside an opened block. */
  selection: ReadonlySet<string> = $state.raw(new Set());
  /** Problem whose card is shown on the canvas, by its index in `analysis.problems`. */
  shownProblem: number | undefined = $state();

  readonly project: Project = $derived(this.#history.present);
  readonly fields: readonly Field[] = $derived(fieldsOf(this.project) ?? this.toldFields);
  readonly analysis: Analysis = $derived(compile(this.project, { fields: this.fields }));
  readonly errors: readonly Problem[] = $derived(this.analysis.problems.filter((p) => p.severity === 'error'));
  readonly dirty = $derived(this.project !== this.#saved);
  readonly canUndo = $derived(canUndo(this.#history));
  readonly canRedo = $derived(canRedo(this.#history));

  /** Undo steps between the saved document and the present one; 0 when it was never saved. */
  readonly changesSinceSaved = $derived.by(() => {
    const past = this.#history.past.findLastIndex((step) => step.document === this.#saved);
    return past < 0 || !this.path ? 0 : this.#history.past.length - past;
  });

  /** The document and its analysis as they would be with `preview` applied. */
  readonly previewed: { project: Project; analysis: Analysis } | undefined = $derived.by(() => {
    if (!this.preview) return undefined;
    const result = applyEdit(this.project, { type: 'many', label: 'preview', edits: this.preview });
    return result.ok ? { project: result.value, analysis: compile(result.value, { fields: this.fields }) } : undefined;
  });

  /** Applies one edit as one undo step; gives the problems when it does not fit, and then changes nothing. */
  edit(edit: Edit): readonly Problem[] {
    this.notices = [];
    if (this.readOnly) return [problem('edit/read-only')];
    const result = applyEdit(this.project, edit);
    if (!result.ok) return result.problems;
    this.preview = undefined;
    if (result.value !== this.project)
      this.#history = push(this.#history, result.value, edit.type === 'many' ? edit.label : edit.type);
    this.notices = result.notices ?? [];
    this.#dropLostSelection();
    return [];
  }

  /** Between `beginGesture` and `endGesture` all edits are one undo step (a drag). */
  beginGesture(label: string): void {
    this.#history = begin(this.#history, label);
  }
  endGesture(): void {
    this.#history = commit(this.#history);
  }

  undo(): void {
    this.#history = undo(this.#history);
    this.#dropLostSelection();
  }
  redo(): void {
    this.#history = redo(this.#history);
    this.#dropLostSelection();
  }

  select(paths: Iterable<string>): void {
    this.selection = new Set(paths);
  }

  /** Opens another document; the history starts anew. `saved: false` for a recovered or a template's copy. */
  open(project: Project, at: { path?: string; readOnly?: boolean; saved: boolean; id?: string }): void {
    this.#history = startHistory(project);
    this.#saved = at.saved ? project : EMPTY_PROJECT;
    this.path = at.path;
    this.readOnly = at.readOnly ?? false;
    this.id = at.id ?? crypto.randomUUID();
    this.savedAt = undefined;
    this.toldFields = [];
    this.preview = undefined;
    this.notices = [];
    this.shownProblem = undefined;
    this.selection = new Set();
  }

  /** `project` is what was written, which may no longer be the newest. */
  markSaved(project: Project, path: string, savedAt: number): void {
    this.#saved = project;
    this.path = path;
    this.savedAt = savedAt;
    this.readOnly = false;
  }

  #dropLostSelection(): void {
    const kept = [...this.selection].filter((path) => this.analysis.nodes.has(path));
    if (kept.length !== this.selection.size) this.selection = new Set(kept);
  }
}

const KEY = Symbol('editor');
export const provideEditor = (editor: Editor): Editor => setContext(KEY, editor);
export const useEditor = (): Editor => getContext<Editor>(KEY);
