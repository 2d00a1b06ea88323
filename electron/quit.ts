import type { App } from 'electron';

/** Milliseconds that everything has to finish before the app ends regardless. */
const PATIENCE = 6000;

/** Ends the app when its window has closed, after `finish` has written what is to be written. */
export function quitInOrder(app: App, finish: () => Promise<unknown>): void {
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    event.preventDefault();
    const leave = () => app.exit(0);
    setTimeout(leave, PATIENCE);
    finish().then(leave, (error: unknown) => {
      console.error(error);
      leave();
    });
  });
}
