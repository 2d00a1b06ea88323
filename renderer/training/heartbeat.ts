import type { Client } from '../../engine/link';

/** How often a sign of life is asked for, ms. */
const EVERY = 5000;
/** Without an answer for so long, ms, the engine counts as silent: a step of a large net may take seconds. */
const PATIENCE = 20_000;

/**
 * Asks the engine again and again whether it lives. `tell` hears how long it has been silent, in seconds, once that is
 * too long, and undefined when it answers again.
 *
 * @returns ends the asking
 */
export function listenForHeartbeat(
  client: Pick<Client, 'ask'>,
  tell: (seconds: number | undefined) => void,
): () => void {
  let answered = Date.now();
  let waiting = false;
  const timer = setInterval(() => {
    const silent = Date.now() - answered;
    tell(silent >= PATIENCE ? Math.round(silent / 1000) : undefined);
    if (waiting) return;
    waiting = true;
    client.ask('ping', {}).then(
      () => {
        answered = Date.now();
        waiting = false;
      },
      // The engine has gone, which is told of elsewhere.
      () => clearInterval(timer),
    );
  }, EVERY);
  return () => clearInterval(timer);
}
