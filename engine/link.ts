import { problem } from './graph/problems';
import { type Answer, type Ask, type CommandName, commands, type EventData, type EventName, events } from './protocol';

/** What a MessagePort, a utility process's port and a test double have in common. */
export interface Port {
  postMessage(message: unknown): void;
  onmessage: ((event: { data: unknown }) => void) | null;
}

type Wire =
  | { id: number; ask: string; with: unknown }
  | { id: number; answer: unknown }
  | { id: number; error: string }
  | { tell: string; data: unknown };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The window's end. */
export interface Client {
  /** Rejects only when the engine has gone or a message does not match the protocol. */
  ask<K extends CommandName>(name: K, data: Ask<K>): Promise<Answer<K>>;
  on<K extends EventName>(name: K, listener: (data: EventData<K>) => void): () => void;
  /** Rejects what is still waiting: the engine behind the port has gone. */
  close(reason: string): void;
}

/** Speaks to an engine over `port`. A message that does not match the protocol is refused and reported. */
export function connect(port: Port, onBadMessage: (detail: string) => void = () => {}): Client {
  let next = 0;
  let closed: string | undefined;
  const waiting = new Map<number, { name: CommandName; ok(value: unknown): void; no(error: Error): void }>();
  const listeners = new Map<EventName, Set<(data: never) => void>>();

  port.onmessage = ({ data }) => {
    if (!isObject(data)) return onBadMessage('a message that is no object');
    if (typeof data.tell === 'string' && data.tell in events) {
      const name = data.tell as EventName;
      const checked = events[name].safeParse(data.data);
      if (!checked.success) return onBadMessage(`event ${name}: ${checked.error.message}`);
      for (const listener of listeners.get(name) ?? []) listener(checked.data as never);
      return;
    }
    const asked = typeof data.id === 'number' ? waiting.get(data.id) : undefined;
    if (!asked) return onBadMessage('an answer that nobody waits for');
    waiting.delete(data.id as number);
    if ('error' in data) return asked.no(new Error(String(data.error)));
    const checked = commands[asked.name].answer.safeParse(data.answer);
    if (checked.success) asked.ok(checked.data);
    else asked.no(new Error(`answer to ${asked.name}: ${checked.error.message}`));
  };

  return {
    ask<K extends CommandName>(name: K, data: Ask<K>): Promise<Answer<K>> {
      if (closed !== undefined) return Promise.reject(new Error(closed));
      const id = next++;
      return new Promise<Answer<K>>((ok, no) => {
        waiting.set(id, { name, ok: ok as (value: unknown) => void, no });
        port.postMessage({ id, ask: name, with: data } satisfies Wire);
      });
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener as (data: never) => void));
      return () => set.delete(listener as (data: never) => void);
    },
    close(reason) {
      closed = reason;
      port.onmessage = null;
      for (const { no } of waiting.values()) no(new Error(reason));
      waiting.clear();
    },
  };
}

export type Handlers = { [K in CommandName]: (data: Ask<K>) => Answer<K> | Promise<Answer<K>> };
export type Tell = <K extends EventName>(name: K, data: EventData<K>) => void;

/** The engine's end: every command has a handler (a missing one is a type error); the result pushes events. */
export function serve(port: Port, handlers: Handlers): Tell {
  port.onmessage = async ({ data }) => {
    if (!isObject(data) || typeof data.id !== 'number' || typeof data.ask !== 'string') return;
    const { id, ask } = data;
    try {
      if (!Object.hasOwn(commands, ask)) throw new Error(problem('protocol/unknown-command', { command: ask }).message);
      const name = ask as CommandName;
      const checked = commands[name].ask.safeParse(data.with);
      if (!checked.success)
        throw new Error(problem('protocol/malformed', { command: ask, detail: checked.error.message }).message);
      const answer = await (handlers[name] as (data: unknown) => unknown)(checked.data);
      port.postMessage({ id, answer } satisfies Wire);
    } catch (error) {
      port.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies Wire);
    }
  };
  return (name, data) => port.postMessage({ tell: name, data } satisfies Wire);
}
