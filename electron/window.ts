import { BrowserWindow, type BrowserWindowConstructorOptions, nativeTheme, type Rectangle, screen } from 'electron';
import type { DocumentState, WindowAction, WindowState } from './bridge';
import type { WindowPlace } from './settings';

const LEAST = { width: 800, height: 560 };
const USUAL = { width: 1440, height: 900 };
/** The page's `canvas` colour, shown until it has drawn itself. */
const GROUND = { light: '#f1f1ef', dark: '#121211' };
/** Height of the page's top bar, px. */
const TOP_BAR = 44;

/** Linux lets the page draw its window buttons; macOS and Windows draw theirs over the page's top bar. */
export const titleBarOf = (platform: NodeJS.Platform): 'custom' | 'native' =>
  platform === 'linux' ? 'custom' : 'native';

/** Where to open: where it was, if that can still be seen; else in the middle of the main screen. px. */
export function placeWindow(remembered: Rectangle | undefined, screens: readonly Rectangle[]): Partial<Rectangle> {
  const [main] = screens;
  const fits = (area: Rectangle, { width, height }: { width: number; height: number }) => ({
    width: Math.max(LEAST.width, Math.min(width, area.width)),
    height: Math.max(LEAST.height, Math.min(height, area.height)),
  });
  if (!main) return USUAL;
  const home = remembered && screens.find((area) => overlap(area, remembered) >= 100 * 100);
  if (!remembered || !home) return fits(main, USUAL);
  const { width, height } = fits(home, remembered);
  return {
    width,
    height,
    // The whole top bar within reach.
    x: Math.max(home.x, Math.min(remembered.x, home.x + home.width - width)),
    y: Math.max(home.y, Math.min(remembered.y, home.y + home.height - height)),
  };
}

/** Shared area of two rectangles, px². */
function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

const ground = () => (nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light);
const overlay = () => ({
  color: '#00000000',
  symbolColor: nativeTheme.shouldUseDarkColors ? '#ededeb' : '#1a1918',
  height: TOP_BAR,
});

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
    minWidth: LEAST.width,
    minHeight: LEAST.height,
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
  window.setRepresentedFilename(path ?? '');
  window.setDocumentEdited(dirty);
}
