import { extname, join } from 'node:path';
import { type BrowserWindow, dialog } from 'electron';
import type { ChooseRequest } from './bridge';
import { newFolderIn } from './new-folder';
import { PROJECT_EXTENSION, type ProjectQuestions } from './projects';

const PROJECT_FILTERS = [
  { name: 'Netloom projects', extensions: [PROJECT_EXTENSION] },
  { name: 'All files', extensions: ['*'] },
];

/** @param folder where dialogs open first */
export function projectQuestions(window: BrowserWindow, folder: () => string): ProjectQuestions {
  return {
    async openPath() {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title: 'Open a project',
        defaultPath: folder(),
        filters: PROJECT_FILTERS,
        properties: ['openFile'],
      });
      return filePaths[0] ?? null;
    },
    async savePath(suggestedName) {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: 'Save the project',
        defaultPath: join(folder(), suggestedName),
        filters: PROJECT_FILTERS,
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return canceled || !filePath ? null : filePath;
    },
    async replace(path) {
      const { response } = await dialog.showMessageBox(window, {
        type: 'question',
        message: `${path} is there already. Replace it?`,
        detail: 'What it holds now would be lost.',
        buttons: ['Replace', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
      });
      return response === 0;
    },
  };
}

export async function chooseFile(window: BrowserWindow, request: ChooseRequest): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: request.title,
    filters: (request.filters ?? []).map(({ name, extensions }) => ({ name, extensions: [...extensions] })),
    properties: [request.folder ? 'openDirectory' : 'openFile'],
  });
  return filePaths[0] ?? null;
}

/** Asks for a folder and gives the path of a new one in it, named so that nothing is overwritten. */
export async function chooseExportFolder(window: BrowserWindow, name: string): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: 'Export into a folder',
    buttonLabel: 'Export here',
    properties: ['openDirectory', 'createDirectory'],
  });
  const [parent] = filePaths;
  return parent === undefined ? null : newFolderIn(parent, name);
}

/** Asks where a file that the page made shall go. */
export async function chooseSavePath(window: BrowserWindow, suggestedPath: string): Promise<string | null> {
  const extension = extname(suggestedPath).slice(1);
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save',
    defaultPath: suggestedPath,
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return canceled || !filePath ? null : filePath;
}

/** The page is hung and the window should close. */
export async function askCloseHung(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'The window does not answer.',
    detail: 'What was not saved is kept up to 2 seconds ago and offered when Netloom starts again.',
    buttons: ['Wait', 'Close'],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}
