import { describe, expect, it } from 'vitest';
import type { GraphNode, Project, ProjectBlock } from '../../../engine/graph/document';
import { applyEdit } from '../../../engine/graph/edits';
import { analyse, cured, DIGIT, graph, type Node, only, PICTURE, project, wire } from './drawing';

const EVERY: Partial<GraphNode> = { everyStep: true };
const rows = (nodes: Node[], wires: string[], more: Partial<Project> = {}) =>
  project(
    [PICTURE, ['rows', 'reshape', { shape: [7, 4, 28, 1] }], ...nodes, ['fc', 'dense'], DIGIT],
    ['picture>rows', ...wires, 'fc>digit'],
    more,
  );
/** Seven strips of 4×28, each looked at by one convolution, then read in order. */
const strips = rows(
  [
    ['conv', 'conv2d', { filters: 6 }, EVERY],
    ['flat', 'flatten', undefined, EVERY],
    ['read', 'lstm', { units: 8 }],
  ],
  ['rows>conv', 'conv>flat', 'flat>read', 'read>fc'],
);

describe('a layer at every step', () => {
  it('has one set of weights and as many multiply-adds as steps', () => {
    const { nodes, problems, program } = analyse(strips);
    expect(problems).toEqual([]);
    expect(nodes.get('conv')).toMatchObject({
      steps: [7],
      outputs: [{ shape: [null, 7, 2, 26, 6], dtype: 'float32' }],
      parameters: 60,
      macs: 7 * 2 * 26 * 6 * 9,
      activationBytes: 4 * 7 * 2 * 26 * 6,
    });
    expect(nodes.get('flat')?.outputs).toEqual([{ shape: [null, 7, 312], dtype: 'float32' }]);
    expect(program?.weights.filter(({ name }) => name.startsWith('conv.')).map(({ shape }) => shape)).toEqual([
      [3, 3, 1, 6],
      [6],
    ]);
  });

  it('sees its own step only, until a layer reads them all', () => {
    const volume = project(
      [
        ['film', 'input', { shape: [5, 12, 12, 1] }],
        ['conv', 'conv2d', {}, EVERY],
        ['flat', 'flatten', undefined, EVERY],
        ['near', 'conv1d', { kernel: 3 }],
        ['read', 'lstm'],
        ['fc', 'dense'],
        ['out', 'output', { loss: 'meanSquaredError' }],
      ],
      ['film>conv', 'conv>flat', 'flat>near', 'near>read', 'read>fc', 'fc>out'],
      { data: undefined },
    );
    const { ways } = analyse(volume);
    const sizes = ['conv', 'flat', 'near', 'read'].map((id) => ways.get(id)?.sight?.size);
    expect(sizes).toEqual([
      [1, 3, 3],
      [1, 12, 12],
      [3, 12, 12],
      [5, 12, 12],
    ]);
  });

  it('may use the weights of one that is applied once', () => {
    const twins = rows(
      [
        ['one', 'slice', { axis: 1, begin: 0, size: 1 }],
        ['flat', 'reshape', { shape: [4, 28, 1] }],
        ['conv', 'conv2d', { filters: 2 }],
        ['all', 'conv2d', undefined, { ...EVERY, shares: 'conv' }],
        ['a', 'flatten'],
        ['b', 'flatten'],
        ['both', 'concatenate'],
      ],
      ['rows>one', 'one>flat', 'flat>conv', 'rows>all', 'conv>a', 'all>b', 'a>both', 'b>both', 'both>fc'],
    );
    const { nodes, problems } = analyse(twins);
    expect(problems).toEqual([]);
    expect(nodes.get('all')).toMatchObject({ parameters: 0, sharesWith: 'conv' });
    expect(nodes.get('all')?.macs).toBe(7 * (nodes.get('conv')?.macs ?? 0));
  });
});

describe('a block at every step', () => {
  const look: ProjectBlock = {
    title: 'Look',
    params: { filters: { type: 'int', default: 4 } },
    inputs: { in: ['conv', 'in'] },
    outputs: { out: ['mean', 'out'] },
    graph: graph(
      [
        ['conv', 'conv2d', { filters: { param: 'filters' } }],
        ['res', 'residual', { filters: 8 }],
        ['mean', 'globalAveragePool2d'],
      ],
      ['conv>res', 'res>mean'],
    ),
  };
  const blocks = { look };
  const film = rows(
    [
      ['look', 'block:look', { filters: 6 }, EVERY],
      ['read', 'gru'],
    ],
    ['rows>look', 'look>read', 'read>fc'],
    {
      blocks,
    },
  );
  const figures = (p: Project) => {
    const { totals, problems } = analyse(p);
    return { problems, ...totals, memory: 0 };
  };

  it('goes over the steps with all that is inside, blocks too', () => {
    const { nodes, problems } = analyse(film);
    expect(problems).toEqual([]);
    expect(nodes.get('look')?.outputs[0]?.shape).toEqual([null, 7, 8]);
    expect(nodes.get('look/res')?.outputs[0]?.shape).toEqual([null, 7, 2, 26, 8]);
    const once = analyse(
      project(
        [
          PICTURE,
          ['strip', 'slice', { axis: 1, begin: 0, size: 4 }],
          ['look', 'block:look', { filters: 6 }],
          ['fc', 'dense'],
          DIGIT,
        ],
        ['picture>strip', 'strip>look', 'look>fc', 'fc>digit'],
        { blocks },
      ),
    ).nodes.get('look');
    expect(nodes.get('look')?.parameters).toBe(once?.parameters);
    expect(nodes.get('look')?.macs).toBe(7 * (once?.macs ?? 0));
  });

  it('is unpacked into layers at every step, and made a block, with the same weights', () => {
    const unpacked = applyEdit(film, { type: 'unpack', id: 'look' });
    if (!unpacked.ok) throw new Error(unpacked.problems[0]?.message);
    expect(figures(unpacked.value)).toEqual(figures(film));
    const names = (p: Project) => analyse(p).program?.weights.map(({ name }) => name);
    expect(names(unpacked.value)).toEqual(names(film));
    const detached = applyEdit(unpacked.value, { type: 'detachBlock', id: 'look.res', blockId: 'mine', all: false });
    if (!detached.ok) throw new Error(detached.problems[0]?.message);
    expect(figures(detached.value)).toEqual(figures(film));
  });

  it('stays whole where something inside goes over steps as well', () => {
    const inner: ProjectBlock = {
      ...look,
      inputs: { in: ['rows', 'in'] },
      outputs: { out: ['rows', 'out'] },
      graph: graph([['rows', 'dense', { units: 3 }, EVERY]], []),
    };
    const nested = rows(
      [
        ['cut', 'reshape', { shape: [7, 4, 28] }],
        ['look', 'block:look', undefined, EVERY],
        ['flat', 'flatten'],
      ],
      ['rows>cut', 'cut>look', 'look>flat', 'flat>fc'],
      { blocks: { look: inner } },
    );
    const { nodes, problems } = analyse(nested);
    expect(problems).toEqual([]);
    expect(nodes.get('look/rows')).toMatchObject({ steps: [7, 4], parameters: 87, macs: 7 * 4 * 84 });
    const unpacked = applyEdit(nested, { type: 'unpack', id: 'look' });
    expect(unpacked.ok ? [] : unpacked.problems.map(({ code }) => code)).toEqual(['edit/steps-inside']);
  });

  it('tells a mistake inside at the block, and puts the cure at every step', () => {
    const flat: ProjectBlock = {
      ...look,
      inputs: { in: ['mean', 'in'] },
      outputs: { out: ['mean', 'out'] },
      graph: graph([['mean', 'dense']], []),
    };
    const mistaken = rows(
      [
        ['look', 'block:look', undefined, EVERY],
        ['read', 'gru'],
      ],
      ['rows>look', 'look>read', 'read>fc'],
      {
        blocks: { look: flat },
      },
    );
    expect(only(mistaken)).toMatchObject({
      code: 'shape/needs-vector',
      node: 'look',
      inner: 'look/mean',
      message: 'look takes a vector, but rows sends maps at every step.',
      edge: wire('rows>look'),
    });
    expect(cured(mistaken).graph.nodes.find(({ kind }) => kind === 'flatten')).toMatchObject(EVERY);
  });
});

describe('a mistake at every step', () => {
  it('that a layer takes once only is cured by applying it to each', () => {
    const mistaken = rows(
      [
        ['each', 'dense', { units: 5 }],
        ['flat', 'flatten'],
      ],
      ['rows>each', 'each>flat', 'flat>fc'],
    );
    const seen = project(
      [
        PICTURE,
        ['rows', 'reshape', { shape: [28, 28] }],
        ['each', 'dense', { units: 5 }],
        ['read', 'lstm'],
        ['fc', 'dense'],
        DIGIT,
      ],
      ['picture>rows', 'rows>each', 'each>read', 'read>fc', 'fc>digit'],
    );
    const titles = only(seen).fixes?.map(({ title }) => title) ?? [];
    expect(titles).toContain('Apply it to every step');
    expect(analyse(cured(seen, titles.indexOf('Apply it to every step'))).nodes.get('each')).toMatchObject({
      parameters: 145,
      macs: 28 * 28 * 5,
    });
    expect(analyse(mistaken).problems[0]?.fixes?.map(({ title }) => title)).not.toContain('Apply it to every step');
  });

  it('where there are no steps is cured by applying it once', () => {
    const single = project(
      [PICTURE, ['flat', 'flatten'], ['fc', 'dense', { units: 10 }, EVERY], DIGIT],
      ['picture>flat', 'flat>fc', 'fc>digit'],
    );
    const [problem] = analyse(single).problems;
    expect(problem).toMatchObject({
      code: 'shape/needs-vector',
      message: 'fc takes a vector, but flat sends a single number at every step.',
    });
    const at = problem?.fixes?.findIndex(({ title }) => title === 'Apply it once') ?? 0;
    cured(single, at);
  });

  it('at an input has nothing to go over', () => {
    const input = project(
      [['picture', 'input', undefined, EVERY], ['flat', 'flatten'], ['fc', 'dense'], DIGIT],
      ['picture>flat', 'flat>fc', 'fc>digit'],
    );
    expect(only(input)).toMatchObject({ code: 'node/no-steps', node: 'picture' });
    cured(input);
  });
});
