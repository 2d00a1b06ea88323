import type { Bridge, JournalEntry, ProjectFile, SaveRequest, Settings } from '../../electron/bridge';
import type { Result } from '../../engine/graph/problem';
import { fail, succeed } from '../../engine/graph/problem';
import { problem } from '../../engine/graph/problems';

const SETTINGS: Settings = { theme: 'system', notifications: true, singleKeys: true, panes: {}, choices: {} };

/** What main would do, in memory: files by path, a journal, and the dialogs' next answers. */
export class FakeBridge {
  files = new Map<string, string>();
  journal = new Map<string, JournalEntry>();
  sent: { id: string; text: string }[] = [];
  templateTexts: { id: string; text: string }[] = [];
  startFile: string | null = null;
  /** Answers of the next dialogs. */
  openAnswer: string | null = null;
  saveAnswer: string | null = null;
  /** What opening or saving runs into. */
  refusal: Result<never> | undefined;
  readOnlyFiles = new Set<string>();
  choices: Settings['choices'] = {};
  restarts = 0;
  closed = 0;
  #openFile: ((path: string) => void) | undefined;
  #closing: (() => Promise<boolean> | boolean) | undefined;

  /** The person double-clicks a file. */
  openFromSystem(path: string): void {
    this.#openFile?.(path);
  }
  /** The person presses the window's close button; true: it closes. */
  async pressClose(): Promise<boolean> {
    return (await this.#closing?.()) ?? true;
  }

  readonly bridge = {
    takeStartFile: async () => this.startFile,
    onOpenFile: (listener: (path: string) => void) => {
      this.#openFile = listener;
      return () => {};
    },
    onCloseRequested: (decide: () => Promise<boolean> | boolean) => {
      this.#closing = decide;
      return () => {};
    },
    openProject: async (path?: string, options?: { readOnly?: boolean }): Promise<Result<ProjectFile> | null> => {
      const asked = path ?? this.openAnswer;
      if (asked === null) return null;
      if (this.refusal && !options?.readOnly) return this.refusal;
      const text = this.files.get(asked);
      if (text === undefined) return fail(problem('file/missing', { name: asked }));
      return succeed({ path: asked, text, readOnly: options?.readOnly || this.readOnlyFiles.has(asked) });
    },
    saveProject: async ({ path, text, overwrite }: SaveRequest) => {
      const asked = path ?? this.saveAnswer;
      if (asked === null) return null;
      if (this.refusal && !overwrite) return this.refusal;
      this.files.set(asked, text);
      return succeed({ path: asked, savedAt: 1000 });
    },
    closeProject: async () => void this.closed++,
    recentProjects: async () =>
      [...this.files.keys()].map((path) => ({ path, name: path, openedAt: 1, missing: false })),
    removeRecent: async (path: string) => void this.files.delete(path),
    templates: async () => this.templateTexts,
    journalWrite: async ({
      id,
      path,
      title,
      text,
    }: {
      id: string;
      path: string | null;
      title: string;
      text: string;
    }) => {
      if (this.refusal) return this.refusal;
      this.sent.push({ id, text });
      this.journal.set(id, { id, path, title, text, writtenAt: 1, fileChangedAt: null });
      return succeed(null);
    },
    journalList: async () => [...this.journal.values()],
    journalDiscard: async (id: string) => void this.journal.delete(id),
    settings: async () => ({ ...SETTINGS, choices: this.choices }),
    changeSettings: async (change: Partial<Settings>) => {
      this.choices = { ...this.choices, ...change.choices };
      return { ...SETTINGS, ...change, choices: this.choices };
    },
    runsFolderFor: async (path: string | null) => (path === null ? '/data/runs' : path.replace(/[^/]*$/, 'runs')),
    restartEngine: async () => void this.restarts++,
  } satisfies Partial<Bridge> as unknown as Bridge;
}
