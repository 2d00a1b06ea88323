import { z } from 'zod';
import type { Bridge, DroppedFile, MenuCommand, WindowState } from './bridge';
import type { CloseAnswer } from './close-guard';
import { journalDraft, journalId } from './journal';
import { MENU_COMMANDS } from './menu-commands';
import { LARGEST_TEXT } from './project-files';
import { settingsChange } from './settings';

/** Methods of the bridge that ask main for something. */
type Asking = {
  [K in keyof Bridge as Bridge[K] extends (...args: never[]) => Promise<unknown> ? K : never]: Bridge[K];
};

/** Every call that passes the door: the bridge's, and those that the preload script makes for it. */
export interface Calls extends Omit<Asking, 'droppedFile'> {
  /** The preload script alone can turn a dropped `File` into a path. */
  droppedPath(path: string): Promise<DroppedFile | null>;
  windowState(): Promise<WindowState>;
  /** Whether the page wants to be asked before the window closes. */
  guardClosing(on: boolean): Promise<void>;
  answerClosing(answer: CloseAnswer): Promise<void>;
}
export type CallName = keyof Calls;

/** What main tells the page without being asked. */
export interface Tellings {
  command: MenuCommand;
  openFile: string;
  windowState: WindowState;
  closing: null;
}

const path = z
  .string()
  .min(1)
  .max(4096)
  .refine((text) => !text.includes('\0'), 'no NUL');
const text = z.string().max(LARGEST_TEXT);
/** A title may be as long as someone makes it; the system's windows and notices show so much of it. */
const line = text.transform((whole) => whole.slice(0, 500));
const bytes = z.instanceof(Uint8Array).refine((data) => data.length <= 64 * 1024 * 1024, 'too large');
const none = z.tuple([]);
const commands = z.array(z.enum(MENU_COMMANDS)).max(MENU_COMMANDS.length);
const filter = z
  .object({
    name: line,
    extensions: z
      .array(z.string().regex(/^[A-Za-z0-9.]{1,20}$|^\*$/))
      .min(1)
      .max(40),
  })
  .strict();

/** The arguments that each call takes; anything else is refused at the door. */
export const callArguments: { readonly [K in CallName]: z.ZodType<Parameters<Calls[K]>> } = {
  takeStartFile: none,
  openProject: z.tuple([path.optional(), z.object({ readOnly: z.boolean().optional() }).strict().optional()]),
  saveProject: z.tuple([
    z.object({ path: path.optional(), text, suggestedName: line, overwrite: z.boolean().optional() }).strict(),
  ]),
  closeProject: none,
  recentProjects: none,
  removeRecent: z.tuple([path]),
  clearRecent: none,
  templates: none,
  journalWrite: z.tuple([journalDraft.strict()]),
  journalList: none,
  journalDiscard: z.tuple([journalId]),
  settings: none,
  changeSettings: z.tuple([settingsChange]),
  chooseFile: z.tuple([
    z.object({ title: line, filters: z.array(filter).max(20).optional(), folder: z.boolean().optional() }).strict(),
  ]),
  chooseExportFolder: z.tuple([line]),
  saveFile: z.tuple([z.object({ suggestedName: line.pipe(z.string().regex(/\.(csv|png)$/)), bytes }).strict()]),
  droppedPath: z.tuple([path]),
  runsFolderFor: z.tuple([path.nullable()]),
  copyText: z.tuple([text]),
  showInFolder: z.tuple([path]),
  openLink: z.tuple([z.url({ protocol: /^https$/ }).max(2000)]),
  windowAction: z.tuple([z.enum(['minimise', 'maximise', 'close', 'fullScreen'])]),
  windowState: none,
  setDocumentState: z.tuple([z.object({ title: line, path: path.nullable(), dirty: z.boolean() }).strict()]),
  guardClosing: z.tuple([z.boolean()]),
  answerClosing: z.tuple([z.enum(['heard', 'close', 'stay', 'failed'])]),
  setProgress: z.tuple([z.number().min(0).max(1).nullable()]),
  notify: z.tuple([z.object({ title: line, body: line }).strict()]),
  setMenuState: z.tuple([z.object({ disabled: commands, checked: commands }).strict()]),
  connectEngine: none,
  restartEngine: none,
};
