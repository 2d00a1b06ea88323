import { constants, setPriority } from 'node:os';
import { MessageChannelMain, type MessagePortMain, utilityProcess } from 'electron';
import type { EngineWorld } from './engine-host';
import type { Page } from './page';

/**
 * The engine as a process of Electron's own.
 * @param script the built engine-process
 * @param folder its working folder
 */
export function electronEngine(script: string, folder: string, page: Page): EngineWorld<MessagePortMain> {
  return {
    fork: () =>
      utilityProcess.fork(script, [], {
        cwd: folder,
        serviceName: 'Netloom engine',
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
