import { dirname, join } from 'node:path';
import { app, ipcMain, nativeTheme, protocol, session } from 'electron';
import { showAppMenu } from './app-menu';
import { APP_SCHEME, APP_URL, isAppUrl, serveAppFiles } from './app-protocol';
import { CALL_CHANNEL } from './channels';
import { guardClosing } from './close-guard';
import { recoverPage } from './crash-recovery';
import { askCloseHung, projectQuestions } from './dialogs';
import { hostEngine } from './engine-host';
import { electronEngine } from './engine-world';
import { makeHandlers } from './handlers';
import { becomeOnlyInstance, useGivenDataFolder } from './instance';
import { makeDoor, trustsWindow } from './ipc';
import { openJournal } from './journal';
import { makePage } from './page';
import { confineContents, denyPermissions } from './permissions';
import { manageProjects } from './projects';
import { quitInOrder } from './quit';
import { openRecent } from './recent';
import { openSettings } from './settings';
import { fileInArguments, keepStartFiles } from './start-files';
import { openWindow } from './window';

/** This file is built to out/main/main.cjs. */
const APP_FOLDER = join(__dirname, '../..');

const page = makePage();
const startFiles = keepStartFiles((path) => page.tell('openFile', path));
/** Project files that the person chose. The page reaches no others. */
const chosen = new Set<string>();

function openFile(path: string): void {
  chosen.add(path);
  startFiles.offer(path);
}

function showWindow(): void {
  const window = page.window();
  if (window?.isMinimized()) window.restore();
  window?.focus();
}

/** Where dialogs open: where the person worked last. */
const usualFolder = ([last]: string[]) => (last === undefined ? app.getPath('documents') : dirname(last));

function start(): void {
  denyPermissions(session.defaultSession);
  protocol.handle(APP_SCHEME, serveAppFiles(join(APP_FOLDER, 'out/renderer')));

  const data = app.getPath('userData');
  const settings = openSettings(join(data, 'settings.json'));
  const recent = openRecent(join(data, 'recent.json'), {
    add: (path) => app.addRecentDocument(path),
    clear: () => app.clearRecentDocuments(),
  });
  const journal = openJournal(join(data, 'journal'));
  for (const path of recent.paths()) chosen.add(path);
  nativeTheme.themeSource = settings.get().theme;

  const showMenu = showAppMenu(page, recent, openFile);
  const window = openWindow({
    url: APP_URL,
    preload: join(APP_FOLDER, 'out/preload/preload.cjs'),
    version: app.getVersion(),
    place: settings.windowPlace(),
    onMoved: settings.rememberWindow,
    onState: (state) => page.tell('windowState', state),
  });
  page.attach(window);
  const engineScript = join(APP_FOLDER, 'out/main/engine-process.cjs');
  const engine = hostEngine(electronEngine(engineScript, data, page, () => settings.get().choices.device));
  engine.start();

  const projects = manageProjects(
    projectQuestions(window, () => usualFolder(recent.paths())),
    chosen,
    recent.add,
  );
  const guard = guardClosing(window, {
    askPage: () => page.tell('closing', null),
    askPerson: () => askCloseHung(window),
  });
  recoverPage(window, () => {
    engine.disconnect();
    guard.set(false);
  });
  const handlers = makeHandlers({
    window,
    guard,
    projects,
    chosen,
    recent,
    journal,
    settings,
    startFiles,
    engine,
    templatesFolder: join(APP_FOLDER, 'templates'),
    unsavedRunsFolder: join(data, 'runs'),
    showMenu,
  });
  ipcMain.handle(CALL_CHANNEL, makeDoor(handlers, trustsWindow(window.webContents.id, isAppUrl)));
  quitInOrder(app, () => Promise.all([engine.stop(), projects.close(), settings.flush(), recent.flush()]));
}

useGivenDataFolder(app);
const named = fileInArguments(process.argv.slice(1), process.cwd());
const isOnly = becomeOnlyInstance(app, named, (path) => {
  if (path !== undefined) openFile(path);
  showWindow();
});
if (isOnly) {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
  confineContents(app);
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openFile(path);
  });
  if (named !== undefined) openFile(named);
  void app.whenReady().then(start);
} else {
  app.exit(0);
}
