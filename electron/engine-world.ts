import { constants, setPriority } from 'node:os';
import { app, MessageChannelMain, type MessagePortMain, utilityProcess } from 'electron';
import type { EngineWorld } from './engine-host';
import type { Page } from './page';

const ENGINE_NAME = 'Netloom engine';
/** Milliseconds to wait for the browser's own account of an ending; it comes within one or two. */
const ACCOUNT = 200;

/**
 * The engine as a process of Electron's own.
 * @param script the built engine-process
 * @param folder its working folder
 * @param device what it shall compute on, where a person chose
 */
export function electronEngine(
  script: string,
  folder: string,
  page: Page,
  device: () => unknown,
): EngineWorld<MessagePortMain> {
  const endings = watchEndings();
  return {
    trueExitCode: (reported) => endings.next(reported),
    fork: () =>
      utilityProcess.fork(script, [`--device=${device() ?? ''}`], {
        cwd: folder,
        serviceName: ENGINE_NAME,
        stdio: ['ignore', 'inherit', 'pipe'],
        // libtensorflow is not signed by us.
        allowLoadingUnsignedLibraries: true,
      }),
    channel: () => new MessageChannelMain(),
    tell: (message, ports) => page.tellEngine(message, ports),
    // The window comes first: with all cores training, it still answers.
    lowerPriority: (pid) => quietly(() => setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)),
    forceKill: (pid) => quietly(() => process.kill(pid, 'SIGKILL')),
    now: Date.now,
  };
}

/** The process may have ended by itself in the meantime. */
function quietly(act: () => void): void {
  try {
    act();
  } catch (error) {
    console.warn('The engine process:', error);
  }
}

/**
 * Utility processes report 0 for most signals; `child-process-gone`, which comes a moment later, knows better. It does
 * not come at all after an orderly end.
 */
function watchEndings(): { next(reported: number): Promise<number> } {
  let tell = (_exitCode: number) => {};
  app.on('child-process-gone', (_event, { name, exitCode }) => {
    if (name === ENGINE_NAME) tell(exitCode);
  });
  return {
    next: (reported) =>
      new Promise((done) => {
        tell = done;
        setTimeout(done, ACCOUNT, reported);
      }),
  };
}
