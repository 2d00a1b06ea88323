import type { Port } from '../engine/link';

/** What it needs of Electron's MessagePortMain. */
export interface CarrierPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  start(): void;
  close(): void;
}

/**
 * One port for the session while the windows behind it come and go. What is said while no window listens is lost; a
 * new window asks for the state. Every window counts its questions from 0, so their ids are made unique on the way in
 * and put back on the way out: an answer goes to the window that asked, or nowhere.
 */
export function steadyPort(): { port: Port; use(carrier: CarrierPort): void } {
  let current: CarrierPort | undefined;
  let next = 0;
  /** Our id → the window's, of what the current window waits for. */
  let waiting = new Map<unknown, unknown>();

  const port: Port = {
    onmessage: null,
    postMessage(message) {
      if (!hasId(message)) return current?.postMessage(message);
      const { id } = message;
      if (!waiting.has(id)) return;
      current?.postMessage({ ...message, id: waiting.get(id) });
      waiting.delete(id);
    },
  };
  return {
    port,
    use(carrier) {
      current?.close();
      current = carrier;
      waiting = new Map();
      carrier.on('message', ({ data }) => {
        if (carrier !== current) return;
        if (!hasId(data)) return port.onmessage?.({ data });
        const id = next++;
        waiting.set(id, data.id);
        port.onmessage?.({ data: { ...data, id } });
      });
      carrier.start();
    },
  };
}

const hasId = (message: unknown): message is { id: unknown } =>
  typeof message === 'object' && message !== null && 'id' in message;
