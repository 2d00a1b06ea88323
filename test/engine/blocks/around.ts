import { blocks } from '../../../engine/blocks/contract/registry';
import type { GraphNode, Project } from '../../../engine/graph/document';
import { type Spec, sampleShape } from '../../../engine/layers/contract/spec';

/** A net of one block, each of whose results is an answer. */
export function around(kind: string, params: GraphNode['params'], inputs: readonly Spec[]): Project {
  const { inputs: ins = [], outputs: outs = [] } = blocks.get(kind) ?? {};
  return {
    format: 'netloom',
    version: 1,
    title: kind,
    graph: {
      nodes: [
        ...inputs.map((spec, i) => ({ id: `x${i}`, kind: 'input', params: { shape: sampleShape(spec) } })),
        { id: 'block', kind, params },
        ...outs.map((_, i) => ({ id: `y${i}`, kind: 'output', params: { loss: 'meanSquaredError' } })),
      ],
      edges: [
        ...inputs.map((_, i) => ({ from: [`x${i}`, 'out'] as const, to: ['block', ins[i]?.name ?? 'in'] as const })),
        ...outs.map(({ name }, i) => ({ from: ['block', name] as const, to: [`y${i}`, 'in'] as const })),
      ],
    },
  };
}
