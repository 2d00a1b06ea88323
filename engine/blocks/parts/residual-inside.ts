import type { GraphEdge, GraphNode, PortRef } from '../../graph/document';
import type { Fault } from '../../graph/problems';
import type { Spec } from '../../layers/contract/spec';
import type { Inside } from '../contract/block';
import { channelsOf } from './channels';
import { endOf, idsOf, line, ROW, type Step, wires } from './drawing';
import { convolution, normalisation, ONE_AROUND } from './normalised';
import { type ResidualValues, shortcutFault, shortcutOf, widthOf } from './residual-form';

const relu = (id: string): Step => [id, 'activation', { activation: 'relu' }];

/** R(x): convolutions with their normalisations, ReLU between them. */
function residualSteps(p: ResidualValues): Step[] {
  const inFirst = p.form === 'basic' || p.strideIn === '1x1';
  const sizes = p.form === 'basic' ? [3, 3] : [1, 3, 1];
  return sizes.flatMap((kernel, i): Step[] => {
    const last = i === sizes.length - 1;
    const stride = i === (inFirst ? 0 : 1) ? p.stride : 1;
    const form = { filters: last ? widthOf(p) : p.filters, kernel, stride, bias: p.bias };
    const look = kernel === 3 && (stride > 1 ? { padding: ONE_AROUND } : { dilation: p.dilation });
    return [
      [`conv${i + 1}`, 'conv2d', convolution({ ...form, ...look })],
      normalisation(`norm${i + 1}`, p),
      ...(last ? [] : [relu(`relu${i + 1}`)]),
    ];
  });
}

interface Shortcut {
  readonly nodes: readonly GraphNode[];
  /** Wires up to the addition, which S(x) reaches first. */
  readonly edges: readonly GraphEdge[];
  /** Where x enters. */
  readonly entry: string;
}

/** S(x): what brings x to the shape of R(x); nothing where x is added as it is. */
function shortcut(p: ResidualValues, input: Spec | undefined): Shortcut {
  const kind = shortcutOf(p, input);
  if (kind === 'identity') return { nodes: [], edges: [], entry: 'add' };
  if (kind === 'parameterFree') return withoutParameters(p, input);
  const form = { filters: widthOf(p), kernel: 1, stride: p.stride, bias: p.bias };
  const steps: Step[] = [['projection', 'conv2d', convolution(form)], normalisation('projectionNorm', p)];
  return { nodes: line(0, ROW, ...steps), edges: wires('projection', 'projectionNorm', 'add'), entry: 'projection' };
}

/** Every stride-th value of x, with maps of zeros behind its own. */
function withoutParameters(p: ResidualValues, input: Spec | undefined): Shortcut {
  const missing = widthOf(p) - (channelsOf(input) ?? widthOf(p));
  // A window of one value keeps every stride-th value of x and nothing else.
  const pool: Step[] =
    p.stride > 1 ? [['subsample', 'averagePool2d', { size: [1, 1], stride: [p.stride, p.stride] }]] : [];
  const joined: Step[] = missing > 0 ? [['concat', 'concatenate']] : [];
  const sizes = [1, 2].map((axis) => Math.ceil(Number(input?.shape[axis]) / p.stride));
  const zeros: Step = ['zeros', 'constant', { values: [0], shape: [...sizes, missing] }];
  const ids = idsOf([...pool, ...joined]);
  return {
    nodes: [...line(0, ROW, ...pool, ...joined), ...(missing > 0 ? line(0, 2 * ROW, zeros) : [])],
    edges: [...wires(...ids, 'add'), ...(missing > 0 ? wires('zeros', 'concat') : [])],
    entry: ids[0] ?? 'add',
  };
}

/**
 * y = ReLU(S(x) + R(x)). `behind` stands between R(x) and the addition, such as a squeeze and excitation. The first
 * wire into the addition is S(x), the second R(x): what enters from outside comes first.
 */
export function residualInside(
  p: ResidualValues,
  input: Spec | undefined,
  behind: readonly Step[] = [],
): Inside | Fault {
  const fault = shortcutFault(p, input);
  if (fault) return fault;
  const residual = [...residualSteps(p), ...behind];
  const side = shortcut(p, input);
  const last = `relu${p.form === 'basic' ? 2 : 3}`;
  const end: Step[] = [['add', 'add'], relu(last)];
  const entry: PortRef[] = [
    ['conv1', 'in'],
    [side.entry, 'in'],
  ];
  return {
    graph: {
      nodes: [...line(0, 0, ...residual), ...side.nodes, ...line(endOf(residual), 0, ...end)],
      edges: [...side.edges, ...wires(...idsOf(residual), 'add', last)],
    },
    inputs: { in: entry },
    outputs: { out: [last, 'out'] },
  };
}
