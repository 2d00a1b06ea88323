import type { BrowserWindow, MessagePortMain } from 'electron';
import type { EngineMessage } from './bridge';
import type { Tellings } from './calls';
import { ENGINE_CHANNEL, TELL_CHANNEL } from './channels';

/** Main's way to the page of the window, while there is one. */
export interface Page {
  attach(window: BrowserWindow): void;
  window(): BrowserWindow | undefined;
  tell<K extends keyof Tellings>(name: K, value: Tellings[K]): void;
  tellEngine(message: EngineMessage, ports: MessagePortMain[]): void;
}

export function makePage(): Page {
  let current: BrowserWindow | undefined;
  const contents = () => (current && !current.isDestroyed() ? current.webContents : undefined);
  return {
    attach(window) {
      current = window;
      window.once('closed', () => {
        current = undefined;
      });
    },
    window: () => current,
    tell: (name, value) => contents()?.send(TELL_CHANNEL, name, value),
    tellEngine: (message, ports) => contents()?.postMessage(ENGINE_CHANNEL, message, ports),
  };
}
