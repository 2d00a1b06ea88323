import type { Result } from '../engine/graph/problem';

/**
 * What the window may ask of the main process: `window.netloom`. Types only; preload.ts carries it out and the
 * door (ipc.ts) checks every argument again. Bad luck with files is a `Result` with coded problems, never a throw; a
 * promise rejects only when the caller breaks this contract. `null` means that the person cancelled a dialog.
 *
 * The engine is not reached through here: `connectEngine` makes main introduce a MessagePort, which arrives as an
 * `EngineMessage` on `window`.
 */
export interface Bridge {
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly versions: {
    readonly app: string;
    readonly electron: string;
    readonly chrome: string;
    readonly node: string;
  };
  /** `custom`: the page draws the three window buttons. `native`: the system draws them over the page's top bar. */
  readonly titleBar: 'custom' | 'native';

  /**
   * The file to open at once: named on the command line or double-clicked to start the app, or the one that was open
   * before the page was loaded anew, unless the journal holds something newer of it. Call it once.
   */
  takeStartFile(): Promise<string | null>;
  /** A file that should be opened now: from a second start of the app, the system, or the menu's recent files. */
  onOpenFile(listener: (path: string) => void): Unsubscribe;
  /** Opens a project; without a path, asks for one. A path must have come from this bridge (recent, dropped …). */
  openProject(path?: string, options?: { readOnly?: boolean }): Promise<Result<ProjectFile> | null>;
  /** Writes the file whole or not at all. Without a path, asks for one ("Save as"). */
  saveProject(request: SaveRequest): Promise<Result<SavedFile> | null>;
  /** Lets go of the open project, so that another window may take it. Opening or saving another one does so too. */
  closeProject(): Promise<void>;

  /** Newest first. */
  recentProjects(): Promise<RecentProject[]>;
  removeRecent(path: string): Promise<void>;
  clearRecent(): Promise<void>;
  /** The samples that ship with the app, in the order to show them. */
  templates(): Promise<Template[]>;

  /** Keeps a drawing that is not saved yet; one entry an id, written whole or not at all. Call every 2 s while dirty. */
  journalWrite(entry: JournalDraft): Promise<Result<null>>;
  /** Drawings that an earlier session left behind, newest first. */
  journalList(): Promise<JournalEntry[]>;
  journalDiscard(id: string): Promise<void>;

  settings(): Promise<Settings>;
  /** Keeps what is given and leaves the rest; `panes` and `choices` are merged by key. `theme` acts at once. */
  changeSettings(change: Partial<Settings>): Promise<Settings>;

  /** Asks for an existing file, or a folder; gives its path. */
  chooseFile(request: ChooseRequest): Promise<string | null>;
  /** Asks where to export; gives a folder that does not exist yet, named `suggestedName` inside the chosen one. */
  chooseExportFolder(suggestedName: string): Promise<string | null>;
  /** Asks where to, and writes a file that the page made there, whole or not at all. */
  saveFile(request: SaveFileRequest): Promise<Result<SavedFile> | null>;
  /** The path of a file or folder dropped on the window; from then on `openProject` takes it. */
  droppedFile(file: File): Promise<DroppedFile | null>;
  /** Where runs of this project go: `runs/` beside it, or one in the app's own folder while it is not saved. */
  runsFolderFor(projectPath: string | null): Promise<string>;
  copyText(text: string): Promise<void>;
  showInFolder(path: string): Promise<void>;
  /** Opens an https link in the person's browser. */
  openLink(url: string): Promise<void>;

  windowAction(action: WindowAction): Promise<void>;
  onWindowState(listener: (state: WindowState) => void): Unsubscribe;
  /** For the window's title, the edited dot on macOS, and the guard. */
  setDocumentState(state: DocumentState): Promise<void>;
  /** The window is about to close; it does when `decide` gives true. Only one listener counts, the newest. */
  onCloseRequested(decide: () => Promise<boolean> | boolean): Unsubscribe;
  /** Progress on the taskbar or dock, 0 to 1; `null` takes it away. While set the computer does not go to sleep. */
  setProgress(fraction: number | null): Promise<void>;
  /** A system notice, only while the window has no focus and notices are not muted. */
  notify(notice: { title: string; body: string }): Promise<void>;

  /**
   * A menu item was chosen, or its key pressed. Keys that the page handles (`preventDefault`) never reach the menu,
   * so a command runs once.
   */
  onCommand(listener: (command: MenuCommand) => void): Unsubscribe;
  /** Which menu items are grey, and which are ticked. All others are neither. */
  setMenuState(state: MenuState): Promise<void>;

  /** Asks for a port to the engine; call it once `window` listens for messages. The answer is an `EngineMessage`. */
  connectEngine(): Promise<void>;
  /** Ends the engine, whatever it is doing, and starts another. */
  restartEngine(): Promise<void>;
}

export type Unsubscribe = () => void;

/**
 * Arrives as a `message` event on `window` with `event.source === window`. With `engine-port`, `event.ports[0]` is the
 * port; an earlier one is dead. Never put an ArrayBuffer in the transfer list of this port: it takes main down.
 */
export type EngineMessage =
  | { readonly type: 'engine-port'; readonly restarted?: EngineExit }
  /** The engine keeps dying (more than 3 times in a minute) and was not started again; `restartEngine` tries anew. */
  | { readonly type: 'engine-down'; readonly reason: EngineExit };

/** How the engine process ended. */
export interface EngineExit {
  readonly exitCode: number;
  /** The signal that ended it, where that can be told: SIGKILL often means that memory ran out. */
  readonly signal?: string;
  /** The end of what it wrote on stderr, at most 2,000 characters: why TensorFlow gave up, for instance. */
  readonly lastWords?: string;
  /** Ended because the page asked for it. */
  readonly asked?: boolean;
}

export interface ProjectFile {
  readonly path: string;
  /** The file's text, at most 16 MB; parsing and migrating is the window's part. */
  readonly text: string;
  /** Opened without the right to write it, because it was asked so or because the file cannot be written. */
  readonly readOnly: boolean;
}

export interface SaveRequest {
  readonly path?: string;
  readonly text: string;
  /** For the dialog, without extension. */
  readonly suggestedName: string;
  /** Write even though the file was changed by another program since it was opened. */
  readonly overwrite?: boolean;
}

/** A table or a picture to take away. */
export interface SaveFileRequest {
  /** For the dialog, with its extension: `csv` or `png`. */
  readonly suggestedName: string;
  /** At most 64 MB. */
  readonly bytes: Uint8Array;
}

export interface SavedFile {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

export interface RecentProject {
  readonly path: string;
  /** File name without extension. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  /** The file is not there any more. */
  readonly missing: boolean;
}

export interface Template {
  /** File name without extension. */
  readonly id: string;
  readonly text: string;
}

export interface JournalDraft {
  /** One a document; letters, digits, `_` and `-`, at most 64. */
  readonly id: string;
  readonly path: string | null;
  readonly title: string;
  readonly text: string;
}

export interface JournalEntry extends JournalDraft {
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
  /** When the project file was last changed; `null` if there is none. Newer than `writtenAt`: it was saved since. */
  readonly fileChangedAt: number | null;
}

export interface Settings {
  /** `prefers-color-scheme` in the page follows this choice from the first frame. */
  readonly theme: 'system' | 'light' | 'dark';
  /** System notices at the end of a run. */
  readonly notifications: boolean;
  /** Single-letter keys on the canvas. */
  readonly singleKeys: boolean;
  /** Sizes of panes, px. */
  readonly panes: Readonly<Record<string, number>>;
  /** Small things to remember, such as which tab was open. At most 200 entries. */
  readonly choices: Readonly<Record<string, string | number | boolean>>;
}

export interface ChooseRequest {
  readonly title: string;
  /** Extensions without dot. */
  readonly filters?: readonly { readonly name: string; readonly extensions: readonly string[] }[];
  readonly folder?: boolean;
}

export interface DroppedFile {
  readonly path: string;
  readonly kind: 'file' | 'folder';
}

export type WindowAction = 'minimise' | 'maximise' | 'close' | 'fullScreen';

export interface WindowState {
  readonly maximised: boolean;
  readonly fullScreen: boolean;
  readonly focused: boolean;
}

export interface DocumentState {
  readonly title: string;
  readonly path: string | null;
  readonly dirty: boolean;
}

export interface MenuState {
  readonly disabled: readonly MenuCommand[];
  readonly checked: readonly MenuCommand[];
}

/**
 * Every command that the native menu can send. Cut, copy and paste are not among them: the menu gives the page the
 * usual `cut`, `copy` and `paste` events. `edit.undo`, `edit.redo` and `edit.selectAll` can come while a text field has
 * the focus; then they are meant for its text.
 */
export type MenuCommand =
  | 'file.new'
  | 'file.open'
  | 'file.save'
  | 'file.saveAs'
  | 'file.export'
  | 'edit.undo'
  | 'edit.redo'
  | 'edit.duplicate'
  | 'edit.delete'
  | 'edit.selectAll'
  | 'edit.find'
  | 'view.data'
  | 'view.graph'
  | 'view.inspect'
  | 'view.runs'
  | 'view.palette'
  | 'view.fit'
  | 'view.themeSystem'
  | 'view.themeLight'
  | 'view.themeDark'
  | 'run.train'
  | 'run.pause'
  | 'run.stop'
  | 'app.settings'
  | 'help.keys'
  | 'help.about'
  | 'help.doctor';
