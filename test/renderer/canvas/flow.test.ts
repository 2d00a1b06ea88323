import { describe, expect, it } from 'vitest';
import { type FlowState, flowEdges, flowNodes, reconcile } from '../../../renderer/canvas/flow';
import { forecast } from '../../../renderer/canvas/forecast';
import { drawn, LENET, MISTAKE } from './nets';

const STATE: FlowState = {
  selection: new Set(),
  selectedWires: new Set(),
  mirrored: new Set(),
  tabStop: 'picture',
  editable: true,
};

describe('flowNodes', () => {
  it('gives sizes, places and handles up front', () => {
    const [first] = flowNodes(drawn(LENET).drawing, STATE);
    expect(first).toMatchObject({ id: 'picture', position: { x: 0, y: 0 }, height: 170, measured: { height: 170 } });
    // The square of 24 around the mark, which lies on the node's edge 16 px below its top.
    expect(first?.handles?.[0]).toMatchObject({
      id: 'out',
      type: 'source',
      x: (first?.width ?? 0) - 12,
      y: 4,
      width: 24,
    });
  });

  it('lets Tab reach one node', () => {
    const stops = flowNodes(drawn(LENET).drawing, STATE).map((each) => each.domAttributes?.tabindex);
    expect(stops.filter((stop) => stop === 0)).toHaveLength(1);
  });

  it('keeps what cannot be edited in its place', () => {
    expect(flowNodes(drawn(LENET).drawing, { ...STATE, editable: false }).every((each) => !each.draggable)).toBe(true);
  });
});

describe('reconcile', () => {
  const list = (of = LENET) => flowNodes(drawn(of).drawing, STATE);

  it('keeps the very same list where nothing differs', () => {
    const before = list();
    expect(reconcile(before, list())).toBe(before);
    const edges = flowEdges(drawn(LENET).drawing, STATE);
    expect(reconcile(edges, flowEdges(drawn(LENET).drawing, STATE))).toBe(edges);
  });

  it('keeps every node that says the same as before', () => {
    const before = list();
    const nodes = LENET.graph.nodes.map((each) => (each.id === 'fc2' ? { ...each, params: { units: 11 } } : each));
    const after = reconcile(before, list({ ...LENET, graph: { ...LENET.graph, nodes } }));
    const changed = after.filter((each, i) => each !== before[i]).map(({ id }) => id);
    // What fc2 gives reaches digit; nothing else is drawn again.
    expect(changed).toEqual(['fc2', 'digit']);
  });

  it('does not mind what xyflow notes down while dragging', () => {
    const before = list().map((each) => ({ ...each, dragging: false }));
    expect(reconcile(before, list())).toBe(before);
  });
});

describe('forecast', () => {
  const now = drawn(MISTAKE).drawing;
  const [pool, fc] = [MISTAKE.graph.nodes[2], MISTAKE.graph.nodes[3]];
  const cured = {
    ...MISTAKE,
    graph: {
      nodes: [...MISTAKE.graph.nodes, { id: 'flatten', kind: 'flatten', position: [472, 0] as const }],
      edges: [
        ...MISTAKE.graph.edges.filter(({ to }) => to[0] !== 'fc'),
        { from: [pool?.id ?? '', 'out'] as const, to: ['flatten', 'in'] as const },
        { from: ['flatten', 'out'] as const, to: [fc?.id ?? '', 'in'] as const },
      ],
    },
  };

  it('marks what is new and what changes', () => {
    const { nodes, wires } = forecast(now, drawn(cured).drawing);
    const marks = Object.fromEntries(nodes.map(({ view }) => [view.name, view.forecast]));
    expect(marks).toEqual({
      picture: undefined,
      conv1: undefined,
      pool1: undefined,
      fc: 'changed',
      digit: 'changed',
      flatten: 'added',
    });
    expect(wires.filter(({ state }) => state === 'added').map(({ id }) => id)).toEqual([
      'pool1.out>flatten.in',
      'flatten.out>fc.in',
    ]);
    expect(nodes.find(({ path }) => path === 'fc')?.view).toMatchObject({ shape: '10', count: '28,810' });
  });
});
