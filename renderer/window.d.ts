import type { Bridge } from '../electron/bridge';

declare global {
  interface Window {
    readonly netloom: Bridge;
  }
}
