import { int, type Params } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { RESIDUAL, residualSummary } from './parts/residual-form';
import { residualInside } from './parts/residual-inside';

const PARAMS = {
  ...RESIDUAL,
  squeezed: int('Squeezed', 0, { min: 0, max: 65_536, help: 'Units in between; 0 for a sixteenth of the maps.' }),
} as const satisfies Params;

export default defineBlock({
  kind: 'squeezeExciteResidual',
  title: 'Squeeze-excite residual block',
  glyph: 'residual',
  group: 'block',
  doc: {
    summary: 'A residual block that weighs the maps of R(x) by how much they matter before it adds them to x.',
    formula: 'y = ReLU(S(x) + g · R(x)) with g = σ(W₂·ReLU(W₁·mean(R(x)))), one factor for each map.',
    advice:
      'Takes the place of a residual block wherever one stands: ResNet-50 with these errs a good deal less, at one ' +
      'part in a hundred more work.',
    source: 'Hu, Shen and Sun, Squeeze-and-excitation networks, 2018',
  },
  params: PARAMS,
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'res',
  summary: (p) => residualSummary(p),
  inside: ({ squeezed, ...p }, [input]) =>
    residualInside(p, input, [['excite', 'squeezeExcite', squeezed > 0 ? { squeezed } : undefined]]),
  examples: [
    {
      inputs: [float(56, 56, 256)],
      params: { filters: 64, form: 'bottleneck' },
      outputs: [float(56, 56, 256)],
      // The 71,168 of the bottleneck, and 256·16 + 16 + 16·256 + 256.
      parameters: 79_632,
    },
    {
      inputs: [float(8, 8, 16)],
      params: { filters: 32, stride: 2, squeezed: 8 },
      outputs: [float(4, 4, 32)],
      // 3·3·16·32 + 3·3·32·32 + 16·32 and 3·4·32 as without, and 32·8 + 8 + 8·32 + 32.
      parameters: 15_272,
    },
  ],
});
