import { compile } from '../../../engine/compile/compile';
import type { Field } from '../../../engine/data/contract/field';
import type { GraphEdge, GraphNode, Project } from '../../../engine/graph/document';
import { type DrawOptions, draw } from '../../../renderer/canvas/draw';

/** `conv1>pool1` or, with ports, `add.out>fc.in`. */
function wire(text: string): GraphEdge {
  const [from = '', to = ''] = text.split('>');
  const [fromNode = '', fromPort = 'out'] = from.split('.');
  const [toNode = '', toPort = 'in'] = to.split('.');
  return { from: [fromNode, fromPort], to: [toNode, toPort] };
}

export const node = (id: string, kind: string, more: Partial<GraphNode> = {}): GraphNode => ({ id, kind, ...more });

export function project(nodes: readonly GraphNode[], wires: readonly string[], more: Partial<Project> = {}): Project {
  return {
    format: 'netloom',
    version: 1,
    title: 'A net',
    graph: { nodes, edges: wires.map(wire) },
    data: {
      source: { kind: 'mnist' },
      split: { validation: 0.1, test: 'official', by: 'none', seed: 1 },
      bind: { picture: 'image', digit: 'label' },
    },
    ...more,
  };
}

export const FIELDS: readonly Field[] = [
  { name: 'image', shape: [28, 28, 1], dtype: 'float32', role: 'image' },
  { name: 'label', shape: [], dtype: 'int32', role: 'label', classes: [...'0123456789'] },
];

const CLOSED: DrawOptions = { isOpen: () => false, show: 'filters-and-maps', heat: 'none', pictured: false };

/** The drawing of a project, its blocks closed unless told. */
export function drawn(of: Project, options: Partial<DrawOptions> = {}) {
  const analysis = compile(of, { fields: FIELDS });
  return { analysis, drawing: draw(of, analysis, { ...CLOSED, ...options }) };
}

/** LeNet as the look draws it, in two rows. */
export const LENET = project(
  [
    node('picture', 'input', { position: [0, 0] }),
    node('conv1', 'conv2d', { params: { filters: 20, kernel: [5, 5] }, position: [136, 0] }),
    node('pool1', 'maxPool2d', { position: [344, 0] }),
    node('conv2', 'conv2d', { params: { filters: 50, kernel: [5, 5] }, position: [496, 0] }),
    node('pool2', 'maxPool2d', { position: [704, 0] }),
    node('flatten', 'flatten', { position: [0, 244] }),
    node('fc1', 'dense', { params: { units: 500, activation: 'relu' }, position: [136, 244] }),
    node('fc2', 'dense', { params: { units: 10 }, position: [344, 244] }),
    node('digit', 'output', { position: [512, 244] }),
  ],
  [
    'picture>conv1',
    'conv1>pool1',
    'pool1>conv2',
    'conv2>pool2',
    'pool2>flatten',
    'flatten>fc1',
    'fc1>fc2',
    'fc2>digit',
  ],
);

/** A dense layer straight behind pooling: it takes a vector but gets maps. */
export const MISTAKE = project(
  [
    node('picture', 'input', { position: [0, 0] }),
    node('conv1', 'conv2d', { params: { filters: 20, kernel: [5, 5] }, position: [128, 0] }),
    node('pool1', 'maxPool2d', { position: [328, 0] }),
    node('fc', 'dense', { params: { units: 10 }, position: [624, 0] }),
    node('digit', 'output', { position: [784, 0] }),
  ],
  ['picture>conv1', 'conv1>pool1', 'pool1>fc', 'fc>digit'],
);
