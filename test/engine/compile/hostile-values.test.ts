import { describe, expect, test } from 'vitest';
import type { Block } from '../../../engine/blocks/contract/block';
import { blocks } from '../../../engine/blocks/contract/registry';
import { compile } from '../../../engine/compile/compile';
import type { GraphNode, Json, Project } from '../../../engine/graph/document';
import type { Layer } from '../../../engine/layers/contract/layer';
import { layers } from '../../../engine/layers/contract/registry';
import { float, type Spec, sampleShape } from '../../../engine/layers/contract/spec';
import { losses } from '../../../engine/losses/contract/registry';

/** What nobody would enter, and a file may hold. NaN and Infinity are no JSON; the file check has them. */
const VALUES: readonly Json[] = [
  ...[1e308, -1e308, -1, 0, 0.5, 2 ** 31 - 1, 2 ** 53, 1e12, 65_536, 7],
  ...['', '__proto__', 'same', 'a'.repeat(100_000), `${'('.repeat(499)}a`, `${'a^'.repeat(200)}a`, '1/0'],
  ...[null, true, {}, [], [0], [-1, -1], [1e9, 1e9], [65_536, 65_536], [65_535, 1], [3, 3, 3], [1, 1], [2, 2]],
  [2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1],
  [
    [65_536, 65_536],
    [65_536, 65_536],
  ],
  Array<number>(10_000).fill(1),
  Array.from({ length: 1000 }, (_, i) => i + 1),
];
const SPECS: readonly Spec[] = [
  float(),
  float(2 ** 31 - 1),
  float(65_536, 65_536),
  float(1, 1, 1),
  float(28, 28, 6),
  { shape: [null, 9], dtype: 'int32' },
];
/** Milliseconds for what is far below one on an idle machine. */
const PATIENCE = 2000;

/** A net of one node, each of whose results is an answer. */
function netOf(
  { kind, inputs: ins, outputs: outs }: Layer | Block,
  params: GraphNode['params'],
  specs: readonly Spec[],
) {
  const nodes: GraphNode[] = [
    ...specs.map(({ shape, dtype }, i) => ({
      id: `x${i}`,
      kind: 'input',
      params: { shape: sampleShape({ shape, dtype }), dtype },
    })),
    { id: 'here', kind, params },
    ...outs.map((_, i) => ({ id: `y${i}`, kind: 'output', params: { loss: 'meanSquaredError' } })),
  ];
  const edges = [
    ...specs.map((_, i) => ({ from: [`x${i}`, 'out'], to: ['here', ins[i]?.name ?? ins[0]?.name ?? 'in'] }) as const),
    ...outs.map(({ name }, i) => ({ from: ['here', name], to: [`y${i}`, 'in'] }) as const),
  ];
  return { format: 'netloom', version: 1, title: kind, graph: { nodes, edges } } as Project;
}

const whole = (size: number | null): boolean => size === null || (Number.isSafeInteger(size) && size > 0);

/** What is wrong with the answer: it has finite figures, whole sizes, short texts at their nodes, and comes at once. */
function complaints(project: Project): string[] {
  const start = performance.now();
  const { nodes, ways, problems, ...analysis } = compile(project, { fields: [] });
  const wrong: string[] = [];
  for (const { path, parameters, macs, activationBytes, outputs } of nodes.values()) {
    if (![parameters, macs, activationBytes].every(Number.isFinite)) wrong.push(`figures of ${path}`);
    if (!outputs.every((spec) => spec?.shape.every(whole) ?? true)) wrong.push(`shape of ${path}`);
  }
  if (![...ways.values()].every(({ depth }) => Number.isFinite(depth))) wrong.push('depth');
  for (const { message, severity, node } of problems) {
    const said = message.replace(/ and it is .*/, '');
    if (!/[.]$/.test(message) || message.length > 400 || /undefined|NaN|null|Infinity/.test(said)) wrong.push(message);
    if (severity === 'error' && node === undefined) wrong.push(`no place for: ${message}`);
  }
  const sound = problems.every(({ severity }) => severity !== 'error');
  const { weights = [] } = (sound && analysis.program) || {};
  if (!weights.every(({ shape }) => shape.every(whole))) wrong.push('weights');
  if (performance.now() - start > PATIENCE) wrong.push('slow');
  return wrong;
}

/** Compiles many nets and expects nothing to be wrong with any; a value that is thrown fails the test by itself. */
function expectAnswers(nets: Iterable<readonly [what: string, project: Project]>): void {
  const wrong: string[] = [];
  for (const [what, project] of nets) wrong.push(...complaints(project).map((text) => `${what}: ${text}`));
  expect(wrong.map((text) => text.slice(0, 300))).toEqual([]);
}

const kinds = [...[...layers.values()].filter(({ role }) => role === undefined), ...blocks.values()];

const named = (name: string, value: Json): string => `${name} = ${JSON.stringify(value)?.slice(0, 60)}`;

describe.each(kinds.map((kind) => [kind.kind, kind] as const))('%s', (_kind, kind) => {
  function* nets() {
    const [example] = kind.examples;
    const others = kind.inputs.length ? SPECS.map((spec) => kind.inputs.map(() => spec)) : [];
    for (const name of [...Object.keys(kind.params), 'unheardOf']) {
      for (const value of VALUES) {
        const given = { ...example?.params, [name]: value } as GraphNode['params'];
        yield [named(name, value), netOf(kind, given, example?.inputs ?? [])] as const;
        for (const specs of others) yield [named(name, value), netOf(kind, { [name]: value }, specs)] as const;
      }
    }
  }
  test('answers any value of any parameter with figures or with problems', () => expectAnswers(nets()));
});

describe.each([...losses])('an output with %s', (loss, { params }) => {
  const output = layers.get('output') as Layer;
  const ofEach = (name: string) =>
    VALUES.flatMap((value) =>
      SPECS.map((spec) => [named(name, value), netOf(output, { loss, [name]: value }, [spec])] as const),
    );
  test('answers any value of any parameter with figures or with problems', () =>
    expectAnswers(Object.keys(params).flatMap(ofEach)));
});

test('an input of any shape answers with figures or with problems', () => {
  const flatten = layers.get('flatten') as Layer;
  expectAnswers(
    VALUES.map((shape) => {
      const project = netOf(flatten, {}, [float(1)]);
      const [input, ...rest] = project.graph.nodes as [GraphNode, ...GraphNode[]];
      const nodes = [{ ...input, params: { shape } }, ...rest];
      return [named('shape', shape), { ...project, graph: { ...project.graph, nodes } }] as const;
    }),
  );
});
