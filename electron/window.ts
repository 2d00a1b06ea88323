import { BrowserWindow, type BrowserWindowConstructorOptions, nativeTheme, screen } from 'electron';
import type { DocumentState, WindowAction, WindowState } from './bridge';
import type { WindowPlace } from './settings';
import { LEAST_SIZE, placeWindow } from './window-place';

/** The page's `canvas` colour, shown until it has drawn itself. */
const GROUND = { light: '#f1f1ef', dark: '#121211' };
/** Height of the page's top bar, px. */
const TOP_BAR = 44;

const ground = () => (nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light);
const overlay = () => ({
  color: '#00000000',
  symbolColor: nativeTheme.shouldUseDarkColors ? '#ededeb' : '#1a1918',
  height: TOP_BAR,
});

/** Linux lets the page draw its window buttons; macOS and Windows draw theirs over the page's top bar. */
function frame(platform: NodeJS.Platform): BrowserWindowConstructorOptions {
  if (platform === 'darwin') return { titleBarStyle: 'hidden', trafficLightPosition: { x: 14, y: 15 } };
  if (platform === 'win32') return { titleBarStyle: 'hidden', titleBarOverlay: overlay() };
  return { frame: false };
}

/** What a new window needs. */
export interface WindowPlan {
  readonly url: string;
  readonly preload: string;
  readonly version: string;
  readonly place: WindowPlace | undefined;
  onMoved(place: WindowPlace): void;
  onState(state: WindowState): void;
}

/** Opens the window; it shows itself once the page has drawn. */
export function openWindow(plan: WindowPlan): BrowserWindow {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const window = new BrowserWindow({
    ...placeWindow(
      plan.place,
      [primary, ...others].map(({ workArea }) => workArea),
    ),
    ...frame(process.platform),
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    show: false,
    title: 'Netloom',
    backgroundColor: ground(),
    webPreferences: {
      preload: plan.preload,
      additionalArguments: [`--netloom-version=${plan.version}`],
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  if (plan.place?.maximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  followTheme(window);
  rememberPlace(window, plan.onMoved);
  for (const event of STATE_EVENTS) window.on(event as 'focus', () => plan.onState(stateOf(window)));
  void window.loadURL(plan.url);
  return window;
}

const STATE_EVENTS = ['maximize', 'unmaximize', 'enter-full-screen', 'leave-full-screen', 'focus', 'blur'] as const;

export const stateOf = (window: BrowserWindow): WindowState => ({
  maximised: window.isMaximized(),
  fullScreen: window.isFullScreen(),
  focused: window.isFocused(),
});

function followTheme(window: BrowserWindow): void {
  const follow = () => {
    window.setBackgroundColor(ground());
    if (process.platform === 'win32') window.setTitleBarOverlay(overlay());
  };
  nativeTheme.on('updated', follow);
  window.once('closed', () => nativeTheme.off('updated', follow));
}

function rememberPlace(window: BrowserWindow, onMoved: (place: WindowPlace) => void): void {
  const remember = () => {
    if (window.isMinimized() || window.isFullScreen()) return;
    onMoved({ ...window.getNormalBounds(), maximised: window.isMaximized() });
  };
  window.on('resize', remember);
  window.on('move', remember);
  window.on('close', remember);
}

/** A press on one of the window buttons. */
export function actOnWindow(window: BrowserWindow, action: WindowAction): void {
  if (action === 'minimise') window.minimize();
  else if (action === 'close') window.close();
  else if (action === 'fullScreen') window.setFullScreen(!window.isFullScreen());
  else if (window.isMaximized()) window.unmaximize();
  else window.maximize();
}

/** Title for the taskbar and the window list; file and dot for macOS. */
export function showDocument(window: BrowserWindow, { title, path, dirty }: DocumentState): void {
  window.setTitle(`${dirty ? '• ' : ''}${title} – Netloom`);
  if (process.platform !== 'darwin') return;
  window.setRepresentedFilename(path ?? '');
  window.setDocumentEdited(dirty);
}
