import fc from 'fast-check';
import type { GraphEdge, GraphNode, Project, ProjectBlock } from '../../../engine/graph/document';
import type { Edit, GraphAddress } from '../../../engine/graph/edit';

const KINDS = [
  'dense',
  'flatten',
  'add',
  'concatenate',
  'activation',
  'batchNorm',
  'input',
  'output',
  'residual',
  'block:tower',
  'unheardOf',
];
const IDS = ['a', 'b', 'c', 'd', 'e', 'f1', 'layer1.0', 'conv1', 'x-y_z'];
const position = fc.tuple(fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: -2000, max: 2000 }));

const json: fc.Arbitrary<never> = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.integer(), { maxLength: 4 }),
  fc.record({ param: fc.constantFrom('features', 'other') }),
) as never;
const key = fc.constantFrom('units', 'filters', 'activation', 'loss', 'odd key', 'kernel');
const params = fc.dictionary(key, json, { maxKeys: 3, noNullPrototype: true });

const node = (id: string): fc.Arbitrary<GraphNode> =>
  fc.record(
    {
      id: fc.constant(id),
      kind: fc.constantFrom(...KINDS),
      params,
      position,
      frozen: fc.boolean(),
      everyStep: fc.boolean(),
      muted: fc.boolean(),
      collapsed: fc.boolean(),
    },
    { requiredKeys: ['id', 'kind'] },
  );

const edge: fc.Arbitrary<GraphEdge> = fc.record({
  from: fc.tuple(fc.constantFrom(...IDS), fc.constantFrom('out', 'out', 'out', 'other')),
  to: fc.tuple(fc.constantFrom(...IDS), fc.constantFrom('in', 'in', 'in', 'other')),
});

const graph = fc
  .subarray(IDS, { minLength: 1 })
  .chain((ids) => fc.tuple(fc.tuple(...ids.map(node)), fc.array(edge, { maxLength: 10 })))
  .map(([nodes, edges]) => ({ nodes: withPairs(nodes), edges }));

/** Where two nodes are of one kind the second sometimes shares the first's weights. */
function withPairs(nodes: readonly GraphNode[]): GraphNode[] {
  const owners = new Map<string, string>();
  return nodes.map((n) => {
    const owner = owners.get(n.kind);
    if (owner === undefined) owners.set(n.kind, n.id);
    if (owner === undefined || n.id.length > 1) return n;
    const { params: _, ...rest } = n;
    return { ...rest, shares: owner };
  });
}

const note = fc.record(
  {
    id: fc.constantFrom('note1', 'note2', 'note3'),
    text: fc.string({ maxLength: 40, unit: 'grapheme' }),
    at: position,
    size: fc.tuple(fc.integer({ min: 40, max: 900 }), fc.integer({ min: 40, max: 900 })),
    frame: fc.boolean(),
  },
  { requiredKeys: ['id', 'text', 'at', 'size'] },
);

const tower: ProjectBlock = {
  title: 'Tower',
  params: { features: { type: 'int', default: 2 } },
  inputs: { in: ['conv1', 'in'] },
  outputs: { out: ['fc', 'out'] },
  graph: {
    nodes: [
      { id: 'conv1', kind: 'conv2d' },
      { id: 'flat', kind: 'flatten' },
      { id: 'fc', kind: 'dense', params: { units: { param: 'features' } } },
    ],
    edges: [
      { from: ['conv1', 'out'], to: ['flat', 'in'] },
      { from: ['flat', 'out'], to: ['fc', 'in'] },
    ],
  },
};

export const project: fc.Arbitrary<Project> = fc.record(
  {
    format: fc.constant('netloom' as const),
    version: fc.constant(1 as const),
    title: fc.string({ maxLength: 30 }),
    description: fc.string({ maxLength: 60, unit: 'grapheme' }),
    graph,
    blocks: fc.constant({ tower }),
    notes: fc.uniqueArray(note, { selector: (each) => each.id, maxLength: 3 }),
    data: fc.record(
      {
        source: fc.record({ kind: fc.constantFrom('mnist', 'fish'), params }, { requiredKeys: ['kind'] }),
        split: fc.constant({ validation: 0.1, test: 'official' as const, by: 'none' as const, seed: 1 }),
        bind: fc.dictionary(fc.constantFrom(...IDS), fc.constantFrom('image', 'label'), { noNullPrototype: true }),
        prepare: fc.array(fc.constant({ field: 'image', op: 'rescale', scale: 1 / 255 }), { maxLength: 2 }),
      },
      { requiredKeys: ['source', 'split', 'bind'] },
    ),
    training: fc.record({
      epochs: fc.integer({ min: 1, max: 100 }),
      batch: fc.integer({ min: 1, max: 512 }),
      seed: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      optimizer: fc.record({ kind: fc.constant('adam'), learningRate: fc.double({ min: 1e-6, max: 1, noNaN: true }) }),
    }),
  },
  { requiredKeys: ['format', 'version', 'title', 'graph', 'blocks'] },
) as fc.Arbitrary<Project>;

const id = fc.constantFrom(...IDS, 'new1', 'new2', 'ghost', 'fc', 'flat', 'bad name', '__proto__');
const ids = fc.uniqueArray(id, { maxLength: 3 });
const address = fc.constantFrom<GraphAddress | undefined>(undefined, undefined, [], ['block:tower'], ['block:ghost']);
const freshNode = fc.constantFrom('new1', 'new2', 'a', 'bad name').chain(node);

/** Edits of every type, most of which fit some document. */
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ type: fc.constant('addNode'), in: address, node: freshNode }),
  fc.record({ type: fc.constant('removeNodes'), in: address, ids, heal: fc.boolean() }),
  fc.record({ type: fc.constant('renameNode'), in: address, id, to: id }),
  fc.record({
    type: fc.constant('moveNodes'),
    in: address,
    positions: fc.dictionary(
      id.filter((i) => i !== '__proto__'),
      position,
      { maxKeys: 3, noNullPrototype: true },
    ),
  }),
  fc.record({ type: fc.constant('setParam'), in: address, id, param: key, value: fc.option(json, { nil: undefined }) }),
  fc.record(
    { type: fc.constant('setKind'), in: address, id, kind: fc.constantFrom(...KINDS), params },
    { requiredKeys: ['type', 'id', 'kind'] },
  ),
  fc.record({
    type: fc.constant('setFlag'),
    in: address,
    ids,
    flag: fc.constantFrom('frozen', 'everyStep', 'muted', 'collapsed', 'open'),
    value: fc.boolean(),
  }),
  fc.record({ type: fc.constant('connect'), in: address, edge }),
  fc.record({ type: fc.constant('disconnect'), in: address, edge }),
  fc.record({ type: fc.constant('reorderEdge'), in: address, edge, by: fc.constantFrom(-1, 1) }),
  fc.record({ type: fc.constant('insertOnEdge'), in: address, edge, node: freshNode }),
  fc.record({
    type: fc.constant('paste'),
    in: address,
    clip: graph.map((g) => ({
      format: 'netloom-clip' as const,
      version: 1 as const,
      graph: g,
      blocks: { tower: { ...tower, title: 'Other' } },
    })),
    at: position,
  }),
  fc.record({ type: fc.constant('share'), in: address, id, owner: fc.option(id, { nil: undefined }) }),
  fc.record({
    type: fc.constant('detachBlock'),
    in: address,
    id,
    blockId: fc.constantFrom('own1', 'own2', 'tower'),
    all: fc.boolean(),
  }),
  fc.record({ type: fc.constant('unpack'), in: address, id }),
  fc.record({
    type: fc.constant('makeBlock'),
    in: address,
    ids,
    blockId: fc.constantFrom('own1', 'own2', 'tower', 'bad name'),
    title: fc.constant('Own'),
    name: id,
  }),
  fc.record({
    type: fc.constant('setBlock'),
    id: fc.constantFrom('tower', 'own1'),
    block: fc.constantFrom(undefined, tower),
  }),
  fc.record({
    type: fc.constant('leadPort'),
    id: fc.constantFrom('tower', 'own1'),
    side: fc.constantFrom('in', 'out'),
    port: fc.constantFrom('in', 'out', 'more', 'bad name'),
    to: fc.tuple(id, fc.constantFrom('in', 'out')),
  }),
  fc.record({
    type: fc.constant('setBlockParam'),
    id: fc.constant('tower'),
    param: fc.constantFrom('features', 'depth'),
    value: fc.constantFrom(undefined, { type: 'int', default: 3 }),
  }),
  fc.record({
    type: fc.constant('setNote'),
    id: fc.constantFrom('note1', 'note4', 'bad name'),
    note: fc.oneof(
      note,
      fc.constant(undefined),
      note.map((each) => ({ ...each, size: [1, 1] as const })),
    ),
  }),
  fc.record(
    { type: fc.constant('setTitle'), title: fc.string(), description: fc.string() },
    { requiredKeys: ['type', 'title'] },
  ),
  fc.record({ type: fc.constant('setData'), data: fc.constant(undefined) }),
  fc.record({
    type: fc.constant('setTraining'),
    training: fc.record({
      epochs: fc.integer({ min: 0, max: 9 }),
      batch: fc.constant(8),
      seed: fc.integer(),
      optimizer: fc.constant({ kind: 'sgd' }),
    }),
  }),
  fc.record({
    type: fc.constant('bind'),
    node: id,
    field: fc.option(fc.constantFrom('image', 'label'), { nil: undefined }),
  }),
) as fc.Arbitrary<Edit>;
