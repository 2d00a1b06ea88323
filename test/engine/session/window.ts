import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Project } from '../../../engine/graph/document';
import { parseProject } from '../../../engine/graph/parse';
import { type Client, connect, type Port } from '../../../engine/link';
import type { EventData, EventName } from '../../../engine/protocol';
import { type Session, startSession } from '../../../engine/session';

/** Two ports joined in memory; messages are cloned and come later, as between processes. */
function portPair(): [Port, Port] {
  const make = (): Port & { peer?: Port } => ({ onmessage: null, postMessage: () => {} });
  const [a, b] = [make(), make()];
  const join = (from: Port, to: Port) => {
    from.postMessage = (message) => {
      const data = structuredClone(message);
      setImmediate(() => to.onmessage?.({ data }));
    };
  };
  join(a, b);
  join(b, a);
  return [a, b];
}

/** What the engine told, in order. */
export type Told = { [K in EventName]: { name: K; data: EventData<K> } }[EventName];

export interface Window {
  readonly client: Client;
  readonly session: Session;
  readonly told: Told[];
  readonly bad: string[];
  of<K extends EventName>(name: K): EventData<K>[];
  /** Resolves with the first event that fits, told before or after. */
  when<K extends EventName>(name: K, fits?: (data: EventData<K>) => boolean): Promise<EventData<K>>;
}

const EVENTS: EventName[] = ['progress', 'points', 'epoch', 'frame', 'done', 'notice'];

/** A window in front of an engine of its own. */
export function openWindow(): Window {
  const [near, far] = portPair();
  const session = startSession(far);
  const bad: string[] = [];
  const client = connect(near, (detail) => bad.push(detail));
  const told: Told[] = [];
  const waiting = new Set<() => void>();
  for (const name of EVENTS) {
    client.on(name, (data) => {
      told.push({ name, data } as Told);
      for (const look of [...waiting]) look();
    });
  }
  const of = <K extends EventName>(name: K) =>
    told.filter((one) => one.name === name).map((one) => one.data) as EventData<K>[];
  return {
    client,
    session,
    told,
    bad,
    of,
    when: (name, fits = () => true) =>
      new Promise((ok) => {
        const look = () => {
          const found = of(name).find(fits);
          if (!found) return;
          waiting.delete(look);
          ok(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'netloom-'));

/** A template with its settings changed. */
export async function template(name: string, change: (project: Project) => Project = (p) => p): Promise<Project> {
  const opened = parseProject(await readFile(resolve('templates', `${name}.json`), 'utf8'));
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  return change(opened.value.project);
}

/** The fish project with so many epochs and fish. */
export const fish = (epochs: number, count = 200): Promise<Project> =>
  template('fish', (project) => ({
    ...project,
    data: project.data && { ...project.data, source: { kind: 'fish', params: { count } } },
    training: project.training && { ...project.training, epochs },
  }));
