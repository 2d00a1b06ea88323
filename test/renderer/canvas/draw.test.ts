import { describe, expect, it } from 'vitest';
import { isFrame } from '../../../renderer/canvas/drawing';
import { drawn, LENET, MISTAKE, node, project } from './nets';

const viewOf = (drawing: ReturnType<typeof drawn>['drawing'], path: string) => {
  const found = drawing.nodes.find((each) => each.path === path);
  if (!found) throw new Error(`${path} is not drawn`);
  return found;
};

describe('draw', () => {
  const { drawing } = drawn(LENET);

  it('shows every node with its shape and count', () => {
    expect(drawing.nodes.map(({ view }) => [view.name, view.shape, view.count])).toEqual([
      ['picture', '28×28×1', ''],
      ['conv1', '24×24×20', '520'],
      ['pool1', '12×12×20', ''],
      ['conv2', '8×8×50', '25,050'],
      ['pool2', '4×4×50', ''],
      ['flatten', '800', ''],
      ['fc1', '500', '400,500'],
      ['fc2', '10', '5,010'],
      ['digit', '10', ''],
    ]);
  });

  it('draws wires by what flows', () => {
    expect(drawing.wires.map(({ flow, state }) => `${flow} ${state}`)).toEqual([
      ...Array(5).fill('maps normal'),
      ...Array(3).fill('vector normal'),
    ]);
    expect(drawing.wires[0]).toMatchObject({
      source: 'picture',
      sourceHandle: 'out',
      target: 'conv1',
      targetHandle: 'in',
    });
  });

  it('puts the first port of every node 16 px below its top', () => {
    for (const { view } of drawing.nodes) {
      for (const side of ['in', 'out'] as const) {
        const first = view.ports.find((port) => port.side === side);
        if (first) expect(first.y).toBe(16);
      }
    }
  });

  it('leaves room for pictures only where there are some', () => {
    const pictured = drawn(LENET, { pictured: true }).drawing;
    // 32 head + 22 summary + 24 footer; with 20 filters in two rows of 15 + 1 and 8 below.
    expect(viewOf(drawing, 'conv1').height).toBe(78);
    expect(viewOf(pictured, 'conv1').height).toBe(78 + 31 + 8);
    expect(viewOf(pictured, 'conv2').height).toBe(78 + 79 + 8);
    expect(viewOf(pictured, 'digit').height).toBe(78 + 120 + 8);
    expect(viewOf(drawing, 'conv1').width).toBe(176);
    expect(viewOf(pictured, 'conv1').width).toBe(176);
    // The sample itself is known before any run: 28 × 3 px.
    expect(viewOf(drawing, 'picture').height).toBe(78 + 84 + 8);
  });

  it('names a node in one sentence for screen readers', () => {
    expect(viewOf(drawing, 'conv1').view.label).toBe(
      'Convolution 2D conv1, 5×5, 20 filters, output 24×24×20, 520 parameters',
    );
  });

  it('heats by share of the whole', () => {
    const { drawing: hot } = drawn(LENET, { heat: 'parameters' });
    expect(viewOf(hot, 'fc1').view.heat).toBeCloseTo(400_500 / 431_080, 10);
    expect(viewOf(hot, 'pool1').view.heat).toBe(0);
  });

  it('marks a wire whose ends do not fit, with both shapes', () => {
    const { drawing: wrong, analysis } = drawn(MISTAKE);
    const wire = wrong.wires.find(({ target }) => target === 'fc');
    expect(wire).toMatchObject({ state: 'problem', got: '12×12×20', expected: 'N' });
    expect(analysis.problems[wire?.problem ?? -1]?.node).toBe('fc');
    const fc = viewOf(wrong, 'fc').view;
    expect(fc).toMatchObject({ errors: 1, reason: 'no input shape', shape: '—' });
    expect(fc.ports[0]).toMatchObject({ problem: true, flow: 'vector' });
    expect(viewOf(wrong, 'digit').view.reason).toBe('waits for fc');
    expect(wrong.wires.find(({ target }) => target === 'digit')?.state).toBe('waiting');
  });

  it('draws wires of a muted node as dots', () => {
    const nodes = LENET.graph.nodes.map((each) => (each.id === 'pool1' ? { ...each, muted: true } : each));
    const { drawing: muted } = drawn({ ...LENET, graph: { ...LENET.graph, nodes } });
    expect(muted.wires.filter(({ state }) => state === 'muted').map(({ id }) => id)).toEqual([
      'conv1.out>pool1.in',
      'pool1.out>conv2.in',
    ]);
  });
});

describe('draw, several wires at one port', () => {
  const sum = project(
    [
      node('picture', 'input', { position: [0, 0] }),
      node('a', 'conv2d', { params: { filters: 4, padding: 'same' }, position: [160, 0] }),
      node('b', 'conv2d', { params: { filters: 4, padding: 'same' }, position: [160, 160] }),
      node('add1', 'add', { position: [400, 0] }),
    ],
    ['picture>a', 'picture>b', 'a>add1', 'b>add1'],
  );

  it('gives each a slot of its own, 24 px apart', () => {
    const { drawing } = drawn(sum);
    const ports = viewOf(drawing, 'add1').view.ports.filter((port) => port.side === 'in');
    expect(ports.map(({ handle, y, wired }) => [handle, y, wired])).toEqual([
      ['in:0', 16, true],
      ['in:1', 40, true],
    ]);
    expect(drawing.wires.filter(({ target }) => target === 'add1').map(({ targetHandle }) => targetHandle)).toEqual([
      'in:0',
      'in:1',
    ]);
  });

  it('offers two free slots where nothing is wired', () => {
    const bare = project([node('add1', 'add', { position: [0, 0] })], []);
    const ports = viewOf(drawn(bare).drawing, 'add1').view.ports.filter((port) => port.side === 'in');
    expect(ports.map(({ wired, flow }) => [wired, flow])).toEqual([
      [false, 'unknown'],
      [false, 'unknown'],
    ]);
  });
});

describe('draw, blocks', () => {
  const tower = {
    title: 'Tower',
    params: { features: { type: 'int' as const, default: 2 } },
    inputs: { in: ['conv1', 'in'] as const },
    outputs: { out: ['feature', 'out'] as const },
    graph: {
      nodes: [
        node('conv1', 'conv2d', { params: { filters: 20, kernel: [5, 5] } }),
        node('flatten', 'flatten'),
        node('feature', 'dense', { params: { units: { param: 'features' } } }),
      ],
      edges: [
        { from: ['conv1', 'out'] as const, to: ['flatten', 'in'] as const },
        { from: ['flatten', 'out'] as const, to: ['feature', 'in'] as const },
      ],
    },
  };
  const pair = project(
    [
      node('picture', 'input', { position: [0, 0] }),
      node('tower', 'block:tower', { params: { features: 3 }, position: [160, 0] }),
      node('twin', 'block:tower', { shares: 'tower', position: [160, 260] }),
      node('distance', 'l2Distance', { position: [440, 0] }),
    ],
    ['picture>tower', 'picture>twin', 'tower>distance', 'twin>distance'],
    { blocks: { tower } },
  );

  it('is one node with a small diagram while closed', () => {
    const { drawing } = drawn(pair);
    expect(drawing.nodes.map(({ path }) => path)).toEqual(['picture', 'tower', 'twin', 'distance']);
    expect(viewOf(drawing, 'tower')).toMatchObject({ width: 208, view: { block: true, shape: '3', twin: 'owner' } });
    expect(viewOf(drawing, 'tower').view.diagram?.boxes).toHaveLength(3);
    expect(viewOf(drawing, 'twin').view).toMatchObject({ twin: 'twin', count: '' });
  });

  it('opens in place: inner nodes by path, wires from the frame, neighbours aside', () => {
    const { drawing } = drawn(pair, { isOpen: (path) => path === 'tower' });
    const frame = viewOf(drawing, 'tower');
    expect(isFrame(frame.view) && frame.view.instances).toBe(2);
    const inner = viewOf(drawing, 'tower/conv1');
    expect(inner).toMatchObject({ parent: 'tower', x: 24, y: 72, address: ['block:tower'] });
    expect(drawing.wires.map(({ id }) => id)).toContain('tower.in|inner>tower/conv1.in');
    expect(drawing.wires.map(({ id }) => id)).toContain('tower/feature.out>tower.out|inner');
    // The frame's port stands as high as the port of the first inner node, and the row comes down to it.
    expect(frame.view.ports[0]?.y).toBe(72 + 16);
    expect(viewOf(drawing, 'picture').y).toBe(72);
    expect(viewOf(drawing, 'distance').x).toBe(160 + frame.width + (440 - 160 - 208));
    expect(viewOf(drawing, 'twin').y).toBeGreaterThanOrEqual(frame.height);
    // The document keeps its positions.
    expect(pair.graph.nodes[3]?.position).toEqual([440, 0]);
  });

  it('marks twins before anything is wired to them', () => {
    const { drawing } = drawn(project([node('a', 'dense'), node('b', 'dense', { shares: 'a' })], []));
    expect([viewOf(drawing, 'a').view.twin, viewOf(drawing, 'b').view.twin]).toEqual(['owner', 'twin']);
  });

  it('threads twins together when both are open', () => {
    const { drawing } = drawn(pair, { isOpen: () => true });
    expect(drawing.threads).toEqual([
      { id: 'twin twin/conv1', owner: 'tower/conv1', twin: 'twin/conv1' },
      { id: 'twin twin/feature', owner: 'tower/feature', twin: 'twin/feature' },
    ]);
    expect(viewOf(drawing, 'twin/flatten').view.twin).toBe('mirror');
  });

  it('draws the shortcut of a residual block below its branch', () => {
    const net = project(
      [
        node('picture', 'input', { position: [0, 0] }),
        node('conv1', 'conv2d', { params: { filters: 16, padding: 'same' }, position: [136, 0] }),
        node('res1', 'residual', { params: { filters: 16 }, position: [344, 0], open: true }),
      ],
      ['picture>conv1', 'conv1>res1'],
    );
    const { drawing } = drawn(net, { isOpen: (_path, each) => each.open === true });
    const shortcut = drawing.wires.find(({ words }) => words === 'x, unchanged');
    expect(shortcut).toMatchObject({ source: 'res1', targetHandle: 'in:1' });
    const branch = drawing.nodes.filter((each) => each.parent === 'res1' && !/add|relu2/.test(each.path));
    const lowest = Math.max(...branch.map((each) => each.y + each.height));
    const entry = viewOf(drawing, 'res1').view.ports[0]?.y ?? 0;
    expect(entry + (shortcut?.drop ?? 0)).toBe(lowest + 32);
    expect(viewOf(drawing, 'res1').height).toBe(lowest + 32 + 24 + 32);
  });

  it('names the one of several inputs that passes a branch', () => {
    const net = project(
      [node('below', 'input'), node('skip', 'input'), node('up1', 'unetUp', { open: true })],
      ['below>up1', 'skip>up1.across'],
    );
    const { drawing } = drawn(net, { isOpen: (_path, each) => each.open === true });
    expect(drawing.wires.map(({ words }) => words).filter(Boolean)).toEqual(['across, unchanged']);
  });
});

describe('draw, size', () => {
  it('draws 1,000 nodes quickly', () => {
    const nodes = Array.from({ length: 1000 }, (_, i) =>
      node(`n${i}`, i === 0 ? 'input' : 'activation', { position: [(i % 25) * 160, Math.floor(i / 25) * 160] }),
    );
    const big = project(
      nodes,
      nodes.slice(1).map(({ id }, i) => `n${i}>${id}`),
    );
    drawn(big);
    const start = performance.now();
    drawn(big);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
