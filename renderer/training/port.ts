import type { Port } from '../../engine/link';

/** A MessagePort of the browser as the link knows ports. */
export function portOf(port: MessagePort): Port {
  let listener: Port['onmessage'] = null;
  return {
    postMessage: (message) => port.postMessage(message),
    get onmessage() {
      return listener;
    },
    set onmessage(next) {
      listener = next;
      port.onmessage = next;
    },
  };
}
