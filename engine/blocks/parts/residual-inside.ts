import type { PortRef } from '../../graph/document';
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

/** S(x): what brings x to the shape of R(x); empty where x is added as it is. */
function shortcutSteps(p: ResidualValues, input: Spec | undefined): Step[] {
  const kind = shortcutOf(p, input);
  if (kind === 'projection') {
    const form = { filters: widthOf(p), kernel: 1, stride: p.stride, bias: p.bias };
    return [['projection', 'conv2d', convolution(form)], normalisation('projectionNorm', p)];
  }
  if (kind === 'identity') return [];
  const zeros = widthOf(p) - (channelsOf(input) ?? widthOf(p));
  return [
    // A window of one value keeps every stride-th value of x and nothing else.
    ...(p.stride > 1
      ? [['subsample', 'averagePool2d', { size: [1, 1], stride: [p.stride, p.stride] }] satisfies Step]
      : []),
    ...(zeros > 0 ? [['zeros', 'pad', { channels: [0, zeros] }] satisfies Step] : []),
  ];
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
  const shortcut = shortcutSteps(p, input);
  const last = `relu${p.form === 'basic' ? 2 : 3}`;
  const end: Step[] = [['add', 'add'], relu(last)];
  const entry: PortRef[] = [
    ['conv1', 'in'],
    [shortcut[0]?.[0] ?? 'add', 'in'],
  ];
  return {
    graph: {
      nodes: [...line(0, 0, ...residual), ...line(0, ROW, ...shortcut), ...line(endOf(residual), 0, ...end)],
      edges: [
        ...(shortcut.length > 0 ? wires(...idsOf(shortcut), 'add') : []),
        ...wires(...idsOf(residual), 'add', last),
      ],
    },
    inputs: { in: entry },
    outputs: { out: [last, 'out'] },
  };
}
