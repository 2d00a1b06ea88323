import { int } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { chain } from './parts/chain';
import { RESIDUAL, residualParams, residualSummary, shortcutFault } from './parts/residual-form';

export default defineBlock({
  kind: 'residualStage',
  title: 'Residual stage',
  glyph: 'residual',
  group: 'block',
  doc: {
    summary: 'Several residual blocks of one width after each other; the first may halve height and width.',
    formula: 'y = Rₙ(… R₂(R₁(x))): n residual blocks, of which the first has the stride and the shortcut that fits it.',
    advice:
      'ResNet-50 is four of them: 3, 4, 6 and 3 bottlenecks of 64, 128, 256 and 512 filters, with a stride of 2 from ' +
      'the second on. Double the filters from stage to stage.',
    source: 'He, Zhang, Ren and Sun, Deep residual learning for image recognition, 2016',
  },
  params: {
    blocks: int('Blocks', 2, { max: 1000, help: 'How many residual blocks follow each other.' }),
    ...RESIDUAL,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'stage',
  summary: (p) => `${p.blocks} × ${residualSummary(p)}`,
  inside({ blocks, ...p }, [input]) {
    const fault = shortcutFault(p, input);
    if (fault) return fault;
    const first = residualParams(p);
    // From the second block on x fits as it is, and a stride would shrink the maps again.
    const further = residualParams({ ...p, stride: 1, shortcut: p.shortcut === 'projection' ? 'auto' : p.shortcut });
    return chain(
      ...Array.from({ length: blocks }, (_, i) => [`res${i + 1}`, 'residual', i ? further : first] as const),
    );
  },
  examples: [
    {
      inputs: [float(56, 56, 64)],
      params: { blocks: 3, filters: 64, form: 'bottleneck' },
      outputs: [float(56, 56, 256)],
      // The first stage of ResNet-50: torchvision's 215,808 trainable, and 5,760 of which half are running statistics.
      parameters: 218_624,
    },
    {
      inputs: [float(16, 16, 16)],
      params: { blocks: 3, filters: 32, stride: 2 },
      outputs: [float(8, 8, 32)],
      // 3·3·16·32 + 5 convolutions of 3·3·32·32 + 1·1·16·32 and 7 normalisations of 4·32.
      parameters: 52_096,
    },
  ],
});
