import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../engine/compile/compile';
import { fieldsOf } from '../../engine/compile/fields';
import { sources } from '../../engine/data/contract/registry';
import type { Project } from '../../engine/graph/document';
import { parseProject } from '../../engine/graph/parse';
import type { Card } from '../../renderer/gallery/card';
import { outlineOf } from '../../renderer/gallery/outline';
import { thumbnailOf, unpacked } from '../../renderer/gallery/thumbnail';

/** The shelves from the first steps on; a shelf that is not named here follows. */
const SHELVES = [
  'First steps',
  'Classic networks',
  'Pictures to answers',
  'Pictures to maps',
  'Twins',
  'Several inputs and outputs',
  'Other data',
  'How deep',
];
/** Where a person may well begin: shown first, whatever their size. */
const FIRST = ['fish', 'mnist-mlp', 'lenet'];
/** Place in a list; what is not in it comes last. */
const place = (list: readonly string[], name: string) => (list.includes(name) ? list.indexOf(name) : list.length);

const ORIGINS = { included: 'included', generated: 'generated data', own: 'your own data' } as const;
function dataOf(project: Project): Card['data'] {
  const ref = project.data?.source;
  if (!ref) return undefined;
  const inner = ref.params?.of;
  const innerKind = inner && typeof inner === 'object' && 'kind' in inner ? String(inner.kind) : undefined;
  const source = sources.get(innerKind ?? ref.kind);
  if (!source) return undefined;
  return source.origin === 'included'
    ? { text: `${source.title}, included`, included: true }
    : { text: ORIGINS[source.origin], included: false };
}

function cardOf(id: string, project: Project): Card {
  const whole = unpacked(project);
  const fields = (of: Project) => ({ fields: fieldsOf(of) ?? [] });
  return {
    id,
    title: project.title,
    description: project.description ?? '',
    shelf: project.family ?? '',
    ...(project.source !== undefined && { source: project.source }),
    parameters: compile(project, fields(project)).totals.parameters,
    kinds: [...new Set(whole.graph.nodes.map(({ kind }) => kind))],
    ...(dataOf(project) && { data: dataOf(project) }),
    outline: outlineOf(thumbnailOf(whole, compile(whole, fields(whole)))),
  };
}

/** The text of `renderer/gallery/cards.json`, one card a line: what the start page shows of the templates in `folder`. */
export function cardsText(folder: string): string {
  const cards = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const parsed = parseProject(readFileSync(join(folder, name), 'utf8'));
      if (!parsed.ok) throw new Error(`${name}: ${parsed.problems[0]?.message}`);
      return cardOf(name.slice(0, -'.json'.length), parsed.value.project);
    });
  cards.sort(
    (a, b) =>
      place(FIRST, a.id) - place(FIRST, b.id) ||
      place(SHELVES, a.shelf) - place(SHELVES, b.shelf) ||
      a.parameters - b.parameters ||
      a.id.localeCompare(b.id),
  );
  return `[\n${cards.map((card) => JSON.stringify(card)).join(',\n')}\n]\n`;
}
