import { getContext, setContext } from 'svelte';
import type { Bridge, JournalEntry, RecentProject, Template } from '../../electron/bridge';
import { EMPTY_PROJECT, type Project } from '../../engine/graph/document';
import { parseProject } from '../../engine/graph/parse';
import type { Problem } from '../../engine/graph/problem';
import { projectText } from '../../engine/graph/serialize';
import type { View } from '../view/view.svelte';
import type { Editor } from './editor.svelte';

/** How often an unsaved drawing goes to the recovery journal, ms: a crash loses no more. */
const JOURNAL_EVERY = 2000;

/** Opening, saving and never losing a document: files, templates, recent ones, the journal and the guard. */
export class ProjectSession {
  readonly #bridge: Bridge;
  readonly #editor: Editor;
  readonly #view: View;
  recent: readonly RecentProject[] = $state.raw([]);
  templates: readonly { id: string; project: Project }[] = $state.raw([]);
  recovered: readonly JournalEntry[] = $state.raw([]);
  /** What went wrong with the last file, shown on the start page and beside the title. */
  problems: readonly Problem[] = $state.raw([]);
  #journalled: Project | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Answers the unsaved-changes dialog. */
  #decide: ((choice: 'save' | 'discard' | 'cancel') => void) | undefined;

  constructor(bridge: Bridge, editor: Editor, view: View) {
    this.#bridge = bridge;
    this.#editor = editor;
    this.#view = view;
  }

  /** Reads templates, recent files and what an earlier session left; opens the file that the app was started with. */
  async start(): Promise<void> {
    this.#bridge.onOpenFile((path) => void this.open(path));
    this.#bridge.onCloseRequested(() => this.#mayLeave());
    this.#timer = setInterval(() => void this.journal(), JOURNAL_EVERY);
    this.templates = (await this.#bridge.templates()).flatMap(({ id, text }: Template) => {
      const parsed = parseProject(text);
      return parsed.ok ? [{ id, project: parsed.value.project }] : [];
    });
    await this.refresh();
    const file = await this.#bridge.takeStartFile();
    if (file) await this.open(file);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async refresh(): Promise<void> {
    this.recent = await this.#bridge.recentProjects();
    this.recovered = await this.#bridge.journalList();
  }

  async create(): Promise<void> {
    if (!(await this.#mayLeave())) return;
    await this.#bridge.closeProject();
    this.#show(EMPTY_PROJECT, { saved: true });
  }

  /** A copy of a template, without a file of its own yet; unchanged it asks no question when left. */
  async openTemplate(id: string): Promise<void> {
    const template = this.templates.find((t) => t.id === id);
    if (!template || !(await this.#mayLeave())) return;
    await this.#bridge.closeProject();
    this.#show(template.project, { saved: true });
  }

  /** The network of an earlier run as a document of its own, not saved yet. */
  async openCopy(project: Project): Promise<void> {
    if (!(await this.#mayLeave())) return;
    await this.#bridge.closeProject();
    this.#show(project, { saved: false });
  }

  async open(path?: string): Promise<void> {
    if (!(await this.#mayLeave())) return;
    const opened = await this.#bridge.openProject(path);
    if (!opened) return;
    if (!opened.ok) return this.#report(opened.problems);
    const parsed = parseProject(opened.value.text);
    if (!parsed.ok) return this.#report(parsed.problems);
    this.#show(parsed.value.project, {
      path: opened.value.path,
      readOnly: opened.value.readOnly || parsed.value.readOnly,
      saved: true,
    });
    this.problems = parsed.value.notices;
    await this.refresh();
  }

  /** True when the document is now safe in its file. */
  async save(options: { as?: boolean } = {}): Promise<boolean> {
    const project = this.#editor.project;
    const path = options.as || this.#editor.readOnly ? undefined : this.#editor.path;
    const saved = await this.#bridge.saveProject({ path, text: projectText(project), suggestedName: project.title });
    if (!saved) return false;
    if (!saved.ok) {
      this.#report(saved.problems);
      return false;
    }
    this.problems = [];
    this.#editor.markSaved(project, saved.value.path, saved.value.savedAt);
    await this.#bridge.journalDiscard(this.#editor.id);
    await this.refresh();
    return true;
  }

  async openRecovered(entry: JournalEntry): Promise<void> {
    if (!(await this.#mayLeave())) return;
    const parsed = parseProject(entry.text);
    if (!parsed.ok) return this.#report(parsed.problems);
    this.#show(parsed.value.project, { path: entry.path ?? undefined, saved: false, id: entry.id });
    this.recovered = this.recovered.filter((e) => e.id !== entry.id);
  }

  async discardRecovered(entry: JournalEntry): Promise<void> {
    await this.#bridge.journalDiscard(entry.id);
    this.recovered = this.recovered.filter((e) => e.id !== entry.id);
  }

  async removeRecent(path: string): Promise<void> {
    await this.#bridge.removeRecent(path);
    await this.refresh();
  }

  /** Called by the unsaved-changes dialog. */
  answerGuard(choice: 'save' | 'discard' | 'cancel'): void {
    this.#view.dialog = undefined;
    this.#decide?.(choice);
    this.#decide = undefined;
  }

  /** Back to the start page; the drawing is guarded first. */
  async leave(): Promise<void> {
    if (!(await this.#mayLeave())) return;
    await this.#bridge.closeProject();
    this.#editor.open(EMPTY_PROJECT, { saved: true });
    this.#view.screen = 'start';
    await this.refresh();
  }

  /** Keeps the drawing in the journal when it has changed since the last time. */
  async journal(): Promise<void> {
    const { project, dirty, id, path } = this.#editor;
    if (!dirty || project === this.#journalled) return;
    const written = await this.#bridge.journalWrite({
      id,
      path: path ?? null,
      title: project.title,
      text: projectText(project),
    });
    if (written.ok) this.#journalled = project;
    else this.#report(written.problems);
  }

  async #mayLeave(): Promise<boolean> {
    if (!this.#editor.dirty) return true;
    this.#decide?.('cancel');
    const choice = await new Promise<'save' | 'discard' | 'cancel'>((decide) => {
      this.#decide = decide;
      this.#view.dialog = 'unsaved';
    });
    if (choice === 'save') return this.save();
    if (choice === 'discard') await this.#bridge.journalDiscard(this.#editor.id);
    return choice === 'discard';
  }

  #show(project: Project, at: { path?: string; readOnly?: boolean; saved: boolean; id?: string }): void {
    this.problems = [];
    this.#journalled = undefined;
    this.#editor.open(project, at);
    this.#view.screen = 'project';
    this.#view.name = 'graph';
  }

  #report(problems: readonly Problem[]): void {
    this.problems = problems;
  }
}

const KEY = Symbol('project session');
export const provideProjectSession = (session: ProjectSession): ProjectSession => setContext(KEY, session);
export const useProjectSession = (): ProjectSession => getContext<ProjectSession>(KEY);
