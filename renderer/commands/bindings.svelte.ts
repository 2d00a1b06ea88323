import type { Settings } from '../../electron/bridge';
import type { Command } from './command';

/** Where a person's own keys stand among the remembered choices: `key:edit.undo`. */
const PREFIX = 'key:';

/** Keys that a person chose in place of a command's own, by command id; an empty text means none. */
let chosen: Readonly<Record<string, string>> = $state.raw({});

/** The keys that run a command now: the person's own, else those that it comes with. */
export function keysOf(command: Pick<Command, 'id' | 'keys'>): readonly string[] {
  const own = chosen[command.id];
  if (own === undefined) return command.keys ?? [];
  return own === '' ? [] : [own];
}

export const hasOwnKeys = (command: Pick<Command, 'id'>): boolean => chosen[command.id] !== undefined;

/** Takes the keys that settings remember. */
export function readBindings(settings: Pick<Settings, 'choices'>): void {
  const entries = Object.entries(settings.choices).flatMap(([name, keys]) =>
    // A lone hyphen stands for "as it comes": choices cannot be taken out again.
    name.startsWith(PREFIX) && typeof keys === 'string' && keys !== '-' ? [[name.slice(PREFIX.length), keys]] : [],
  );
  chosen = Object.fromEntries(entries);
}

/** Gives a command other keys; undefined gives back its own. The answer is what to remember in the settings. */
export function bindKeys(id: string, keys: string | undefined): Settings['choices'] {
  const { [id]: _old, ...others } = chosen;
  chosen = keys === undefined ? others : { ...others, [id]: keys };
  return { [PREFIX + id]: keys ?? '-' };
}

/** The other command that has these keys already, if any. Those of the canvas and of the window can collide too. */
export function holderOf(commands: readonly Command[], keys: string, except: string): Command | undefined {
  return commands.find((command) => command.id !== except && keysOf(command).includes(keys));
}
