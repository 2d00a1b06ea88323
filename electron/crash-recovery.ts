import { app, type BrowserWindow, dialog } from 'electron';

const MOST_RELOADS = 3;
/** Milliseconds in which these count. */
const PERIOD = 60_000;

/**
 * Brings the page back after its process died. The engine trains on meanwhile, and the journal holds the drawing.
 * @param onGone the page no longer listens
 */
export function recoverPage(window: BrowserWindow, onGone: () => void): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    onGone();
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const now = Date.now();
    crashes = [...crashes.filter((time) => now - time < PERIOD), now];
    if (crashes.length <= MOST_RELOADS) return window.webContents.reload();
    dialog.showErrorBox('Netloom has to close', `Its window failed ${crashes.length} times in a minute (${reason}).`);
    app.quit();
  });
}
