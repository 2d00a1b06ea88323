import { getContext, setContext } from 'svelte';
import type { Bridge, JournalEntry, RecentProject } from '../../electron/bridge';
import { EMPTY_PROJECT, type Project } from '../../engine/graph/document';
import { parseProject } from '../../engine/graph/parse';
import type { Problem } from '../../engine/graph/problem';
import { projectText } from '../../engine/graph/serialize';
import type { View } from '../view/view.svelte';
import type { Editor } from './editor.svelte';

/** How often an unsaved drawing goes to the recovery journal, ms: a crash loses no more. */
const JOURNAL_EVERY = 2000;

/** The run of the open document, which ends with it. */
export interface RunOfDocument {
  readonly busy: boolean;
  /** Ends it at its next step, with a checkpoint. */
  stop(): Promise<void>;
  /** Lets go of what was learnt. */
  forget(): void;
}

export type LeaveChoice = 'save' | 'discard' | 'cancel';

/** What a person can do about the last file problem, beside reading it. */
export type FileRemedy = 'open-read-only' | 'overwrite' | 'save-as';

/** What saving can meet; another place is a cure for all of it. */
const SAVE_ELSEWHERE = [
  'file/already-open',
  'file/changed',
  'file/folder',
  'file/no-folder',
  'file/no-space',
  'file/unwritable',
];

type Place = Parameters<Editor['open']>[1];

/** Opening, saving and never losing a document: files, templates, recent ones, the journal and the guard. */
export class ProjectSession {
  readonly #bridge: Bridge;
  readonly #editor: Editor;
  readonly #view: View;
  readonly #run: RunOfDocument;
  recent: readonly RecentProject[] = $state.raw([]);
  recovered: readonly JournalEntry[] = $state.raw([]);
  /** What went wrong with the last file, shown on the start page and under the top bar. */
  problems: readonly Problem[] = $state.raw([]);
  /** The file that could not be opened; undefined where saving is at issue. */
  #refused: string | undefined;
  #journalled: Project | undefined;
  /** Texts of the templates by id, once one was asked for. */
  #templates: Promise<ReadonlyMap<string, string>> | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Answers the unsaved-changes dialog. */
  #decide: ((choice: LeaveChoice) => void) | undefined;

  constructor(bridge: Bridge, editor: Editor, view: View, run: RunOfDocument) {
    this.#bridge = bridge;
    this.#editor = editor;
    this.#view = view;
    this.#run = run;
  }

  /** What can be done about one of `problems`. */
  remediesFor({ code }: Problem): readonly FileRemedy[] {
    if (this.#refused !== undefined) return code === 'file/already-open' ? ['open-read-only'] : [];
    if (!SAVE_ELSEWHERE.includes(code)) return [];
    return code === 'file/changed' ? ['overwrite', 'save-as'] : ['save-as'];
  }

  /** Opens the file that the app was started with; reads recent files and what an earlier session left. */
  async start(): Promise<void> {
    this.#bridge.onOpenFile((path) => void this.open(path));
    this.#bridge.onCloseRequested(() => this.#mayLeave(true));
    this.#timer = setInterval(() => void this.journal(), JOURNAL_EVERY);
    const given = this.#bridge.takeStartFile().then(async (file) => {
      if (file) await this.open(file);
    });
    await given;
    await this.refresh();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async refresh(): Promise<void> {
    this.recent = await this.#bridge.recentProjects();
    // The open document's own entry is no drawing that was left behind.
    this.recovered = (await this.#bridge.journalList()).filter((entry) => entry.id !== this.#editor.id);
  }

  async create(): Promise<void> {
    await this.#leaveFor(EMPTY_PROJECT, { saved: true });
  }

  /** One of the samples that ship with the app; undefined for one that is not there or cannot be read. */
  async template(id: string): Promise<Project | undefined> {
    this.#templates ??= this.#bridge.templates().then((all) => new Map(all.map((given) => [given.id, given.text])));
    const text = (await this.#templates).get(id);
    const parsed = text === undefined ? undefined : parseProject(text);
    return parsed?.ok ? parsed.value.project : undefined;
  }

  /** A copy of a template, without a file of its own yet; unchanged it asks no question when left. */
  async openTemplate(id: string): Promise<void> {
    const template = await this.template(id);
    if (template) await this.#leaveFor(template, { saved: true });
  }

  /** The network of an earlier run as a document of its own, not saved yet. */
  async openCopy(project: Project): Promise<void> {
    await this.#leaveFor(project, { saved: false });
  }

  /** Opens a file; without a path asks which. What cannot be opened leaves everything as it is. */
  async open(path?: string, options: { readOnly?: boolean } = {}): Promise<void> {
    // A second start of the app on the file that is open here only brings the window to the front.
    if (path !== undefined && path === this.#editor.path && !options.readOnly) return;
    if (!(await this.#mayLeave())) return;
    const opened = await this.#bridge.openProject(path, options);
    if (!opened) return;
    if (!opened.ok) return this.#refuse(opened.problems, path);
    const parsed = parseProject(opened.value.text);
    if (!parsed.ok) return this.#refuse(parsed.problems, path);
    this.#show(parsed.value.project, {
      path: opened.value.path,
      readOnly: opened.value.readOnly || parsed.value.readOnly,
      saved: true,
    });
    this.problems = parsed.value.notices;
    await this.refresh();
  }

  /** True when the document is now safe in its file. */
  async save(options: { as?: boolean; overwrite?: boolean } = {}): Promise<boolean> {
    const { project, readOnly, id } = this.#editor;
    const path = options.as || readOnly ? undefined : this.#editor.path;
    const request = { path, text: projectText(project), suggestedName: project.title, overwrite: options.overwrite };
    const saved = await this.#bridge.saveProject(request);
    if (!saved) return false;
    if (!saved.ok) {
      this.#refused = undefined;
      this.problems = saved.problems;
      return false;
    }
    this.problems = [];
    this.#editor.markSaved(project, saved.value.path, saved.value.savedAt);
    await this.#discardEntry(id);
    await this.refresh();
    return true;
  }

  async remedy(what: FileRemedy): Promise<void> {
    if (what === 'open-read-only') await this.open(this.#refused || undefined, { readOnly: true });
    else await this.save(what === 'save-as' ? { as: true } : { overwrite: true });
  }

  dismissProblems(): void {
    this.problems = [];
  }

  async openRecovered(entry: JournalEntry): Promise<void> {
    const parsed = parseProject(entry.text);
    if (!parsed.ok) return this.#refuse(parsed.problems);
    const done = await this.#leaveFor(parsed.value.project, {
      path: entry.path ?? undefined,
      saved: false,
      id: entry.id,
    });
    if (done) this.recovered = this.recovered.filter((e) => e.id !== entry.id);
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
  answerGuard(choice: LeaveChoice): void {
    this.#view.dialog = undefined;
    this.#decide?.(choice);
    this.#decide = undefined;
  }

  /** Back to the start page; the drawing is guarded first. */
  async leave(): Promise<void> {
    if (await this.#leaveFor(EMPTY_PROJECT, { saved: true }, 'start')) await this.refresh();
  }

  /** Keeps the drawing in the journal when it has changed since the last time; takes it out when nothing is unsaved. */
  async journal(): Promise<void> {
    const { project, dirty, id, path } = this.#editor;
    if (!dirty) return this.#journalled ? this.#discardEntry(id) : undefined;
    if (project === this.#journalled) return;
    this.#journalled = project;
    const draft = { id, path: path ?? null, title: project.title, text: projectText(project) };
    const written = await this.#bridge.journalWrite(draft);
    if (written.ok) return;
    this.#journalled = undefined;
    this.#refused = undefined;
    this.problems = written.problems;
  }

  async #discardEntry(id: string): Promise<void> {
    this.#journalled = undefined;
    await this.#bridge.journalDiscard(id);
  }

  /** Asks where something would be lost. True: the document may be left, and its run has been ended. */
  async #mayLeave(closing = false): Promise<boolean> {
    // On the start page a run under way is that of a page that failed: it is met again, not left.
    const endsRun = () => this.#run.busy && (closing || this.#view.screen === 'project');
    if (!this.#editor.dirty && !endsRun()) return true;
    this.#decide?.('cancel');
    const choice = await new Promise<LeaveChoice>((decide) => {
      this.#decide = decide;
      this.#view.dialog = 'unsaved';
    });
    if (choice === 'cancel') return false;
    if (choice === 'save' && !(await this.save())) return false;
    if (choice === 'discard') await this.#discardEntry(this.#editor.id);
    if (endsRun()) await this.#run.stop();
    return true;
  }

  async #leaveFor(project: Project, at: Place, screen: View['screen'] = 'project'): Promise<boolean> {
    if (!(await this.#mayLeave())) return false;
    await this.#bridge.closeProject();
    this.#show(project, at, screen);
    return true;
  }

  #show(project: Project, at: Place, screen: View['screen'] = 'project'): void {
    this.problems = [];
    this.#journalled = undefined;
    this.#run.forget();
    this.#editor.open(project, at);
    this.#view.screen = screen;
    this.#view.name = 'graph';
  }

  /** Nothing was opened: the document that is open stays, and the start page tells why. */
  #refuse(problems: readonly Problem[], path = ''): void {
    this.#refused = path;
    this.problems = problems;
  }
}

const KEY = Symbol('project session');
export const provideProjectSession = (session: ProjectSession): ProjectSession => setContext(KEY, session);
export const useProjectSession = (): ProjectSession => getContext<ProjectSession>(KEY);
