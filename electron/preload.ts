import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge, EngineMessage, Unsubscribe, WindowState } from './bridge';
import type { CallName, Calls, Tellings } from './calls';
import { CALL_CHANNEL, ENGINE_CHANNEL, TELL_CHANNEL } from './channels';

/** The page's own; this folder is compiled without the DOM. */
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void;
};

type Call<K extends CallName> = (...args: Parameters<Calls[K]>) => ReturnType<Calls[K]>;

/** A method of the bridge that goes through the door as it is. */
function through<K extends CallName>(name: K): Call<K> {
  return ((...args: unknown[]) => ipcRenderer.invoke(CALL_CHANNEL, name, args)) as unknown as Call<K>;
}

const listeners: { [K in keyof Tellings]: Set<(value: Tellings[K]) => void> } = {
  command: new Set(),
  openFile: new Set(),
  windowState: new Set(),
  closing: new Set(),
};

function hear<K extends keyof Tellings>(name: K, listener: (value: Tellings[K]) => void): Unsubscribe {
  listeners[name].add(listener);
  return () => {
    listeners[name].delete(listener);
  };
}

ipcRenderer.on(TELL_CHANNEL, (_event, name: keyof Tellings, value: unknown) => {
  for (const listener of [...listeners[name]]) listener(value as never);
});

ipcRenderer.on(ENGINE_CHANNEL, (event, message: EngineMessage) => {
  window.postMessage(message, window.location.origin, event.ports);
});

/** Electron 32 and later; before, a dropped file told its path itself. */
function pathOf(file: File): string {
  if (webUtils !== undefined) return webUtils.getPathForFile(file);
  return 'path' in file && typeof file.path === 'string' ? file.path : '';
}

const guard = { decide: undefined as (() => Promise<boolean> | boolean) | undefined, asking: false };
const guardClosing = through('guardClosing');
const answerClosing = through('answerClosing');

hear('closing', async () => {
  await answerClosing('heard');
  if (guard.asking) return;
  guard.asking = true;
  try {
    const close = guard.decide === undefined || (await guard.decide());
    await answerClosing(close ? 'close' : 'stay');
  } catch (error) {
    await answerClosing('failed');
    throw error;
  } finally {
    guard.asking = false;
  }
});

const windowState = through('windowState');
const droppedPath = through('droppedPath');
const versionArgument = process.argv.find((argument) => argument.startsWith('--netloom-version='));

const bridge: Bridge = {
  platform: process.platform as Bridge['platform'],
  versions: {
    app: versionArgument?.split('=')[1] ?? '',
    electron: process.versions.electron ?? '',
    chrome: process.versions.chrome ?? '',
    node: process.versions.node,
  },
  titleBar: process.platform === 'linux' ? 'custom' : 'native',

  takeStartFile: through('takeStartFile'),
  onOpenFile: (listener) => hear('openFile', listener),
  openProject: through('openProject'),
  saveProject: through('saveProject'),
  closeProject: through('closeProject'),
  recentProjects: through('recentProjects'),
  removeRecent: through('removeRecent'),
  clearRecent: through('clearRecent'),
  templates: through('templates'),
  journalWrite: through('journalWrite'),
  journalList: through('journalList'),
  journalDiscard: through('journalDiscard'),
  settings: through('settings'),
  changeSettings: through('changeSettings'),
  chooseFile: through('chooseFile'),
  chooseExportFolder: through('chooseExportFolder'),
  droppedFile: async (file) => {
    const path = pathOf(file);
    return path === '' ? null : droppedPath(path);
  },
  saveFile: through('saveFile'),
  runsFolderFor: through('runsFolderFor'),
  copyText: through('copyText'),
  showInFolder: through('showInFolder'),
  openLink: through('openLink'),

  windowAction: through('windowAction'),
  onWindowState(listener) {
    const hush = hear('windowState', listener);
    void windowState().then((state: WindowState) => listener(state));
    return hush;
  },
  setDocumentState: through('setDocumentState'),
  onCloseRequested(decide) {
    guard.decide = decide;
    void guardClosing(true);
    return () => {
      if (guard.decide !== decide) return;
      guard.decide = undefined;
      void guardClosing(false);
    };
  },
  setProgress: through('setProgress'),
  notify: through('notify'),
  onCommand: (listener) => hear('command', listener),
  setMenuState: through('setMenuState'),
  connectEngine: through('connectEngine'),
  restartEngine: through('restartEngine'),
};

contextBridge.exposeInMainWorld('netloom', bridge);
