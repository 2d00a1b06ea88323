import { mkdir, stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { type BrowserWindow, clipboard, Notification, nativeTheme, powerSaveBlocker, shell } from 'electron';
import { succeed } from '../engine/graph/problem';
import { writeAtomically } from './atomic-write';
import type { MenuState } from './bridge';
import type { Calls } from './calls';
import type { CloseGuard } from './close-guard';
import { chooseExportFolder, chooseFile, chooseSavePath } from './dialogs';
import type { EngineHost } from './engine-host';
import { fileProblem } from './file-problem';
import type { Journal } from './journal';
import { type Projects, plainFileName, runsFolderBeside } from './projects';
import type { RecentProjects } from './recent';
import type { SettingsStore } from './settings';
import type { StartFiles } from './start-files';
import { listTemplates } from './templates';
import { actOnWindow, showDocument, stateOf } from './window';

/** What the calls of the page act on. */
export interface Services {
  readonly window: BrowserWindow;
  readonly guard: CloseGuard;
  readonly projects: Projects;
  /** Paths that the person chose. */
  readonly chosen: Set<string>;
  readonly recent: RecentProjects;
  readonly journal: Journal;
  readonly settings: SettingsStore;
  readonly startFiles: StartFiles;
  readonly engine: EngineHost;
  readonly templatesFolder: string;
  readonly unsavedRunsFolder: string;
  showMenu(state: MenuState): void;
}

/** What happens behind the door, call by call. Arguments have been checked. */
export function makeHandlers(services: Services): Calls {
  const { window, guard, projects, chosen, recent, journal, settings, startFiles, engine } = services;
  const keepAwake = awakeKeeper();
  return {
    async takeStartFile() {
      const given = startFiles.take();
      const open = projects.path();
      if (given !== null || open === undefined) return given;
      const entries = await journal.list();
      return entries.some(({ path }) => path === open) ? null : open;
    },
    openProject: (path, options) => projects.open(path, options?.readOnly),
    saveProject: (request) => projects.save(request),
    closeProject: () => projects.close(),
    recentProjects: () => recent.list(),
    removeRecent: async (path) => recent.remove(path),
    clearRecent: async () => recent.clear(),
    templates: () => listTemplates(services.templatesFolder),

    journalWrite: (draft) => journal.write(draft),
    async journalList() {
      const entries = await journal.list();
      // A recovered drawing may be saved over its own file again.
      for (const { path } of entries) if (path !== null) chosen.add(path);
      return entries;
    },
    journalDiscard: (id) => journal.discard(id),

    settings: async () => settings.get(),
    async changeSettings(change) {
      const changed = settings.change(change);
      nativeTheme.themeSource = changed.theme;
      return changed;
    },

    chooseFile: (request) => chooseFile(window, request),
    chooseExportFolder: (name) => chooseExportFolder(window, name),
    async saveFile({ suggestedName, bytes }) {
      const path = await chooseSavePath(window, fileNameOf(suggestedName));
      if (path === null) return null;
      try {
        await writeAtomically(path, bytes);
        return succeed({ path, savedAt: Date.now() });
      } catch (error) {
        return { ok: false, problems: [fileProblem(error, path, 'written')] };
      }
    },
    async droppedPath(path) {
      const found = await stat(path).catch(() => undefined);
      if (!found) return null;
      chosen.add(resolve(path));
      return { path: resolve(path), kind: found.isDirectory() ? 'folder' : 'file' };
    },
    async runsFolderFor(projectPath) {
      if (projectPath !== null) return runsFolderBeside(projectPath);
      await mkdir(services.unsavedRunsFolder, { recursive: true });
      return services.unsavedRunsFolder;
    },
    copyText: async (text) => clipboard.writeText(text),
    showInFolder: async (path) => shell.showItemInFolder(resolve(path)),
    openLink: (url) => shell.openExternal(url),

    windowAction: async (action) => actOnWindow(window, action),
    windowState: async () => stateOf(window),
    setDocumentState: async (state) => showDocument(window, state),
    guardClosing: async (on) => guard.set(on),
    answerClosing: async (answer) => guard.answer(answer),
    async setProgress(fraction) {
      // Below 0 takes the bar away.
      window.setProgressBar(fraction ?? -1);
      keepAwake(fraction !== null);
    },
    async notify({ title, body }) {
      if (window.isFocused() || !settings.get().notifications || !Notification.isSupported()) return;
      const notice = new Notification({ title, body });
      notice.on('click', () => window.focus());
      notice.show();
    },
    setMenuState: async (state) => services.showMenu(state),

    connectEngine: async () => engine.connect(),
    restartEngine: async () => engine.restart(),
  };
}

/** A suggested name whose extension stays whatever is cut. */
function fileNameOf(name: string): string {
  const extension = extname(name);
  return plainFileName(name.slice(0, name.length - extension.length)) + extension;
}

/** Keeps the computer, though not its screen, from going to sleep in the middle of a run. */
function awakeKeeper(): (on: boolean) => void {
  let blocker: number | undefined;
  return (on) => {
    if (on && blocker === undefined) blocker = powerSaveBlocker.start('prevent-app-suspension');
    if (on || blocker === undefined) return;
    powerSaveBlocker.stop(blocker);
    blocker = undefined;
  };
}
