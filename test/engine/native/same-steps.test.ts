import { describe, test } from 'vitest';
import type { Params, Values } from '../../../engine/layers/contract/params';
import { float, type Spec, sampleSize } from '../../../engine/layers/contract/spec';
import { losses } from '../../../engine/losses/contract/registry';
import { optimizers } from '../../../engine/optimizers/contract/registry';
import { computing, defaults } from '../layers/cases';
import { FORMULAS } from '../optimizers/formulas';
import { Chain } from '../train/programs';

import { expectSameSteps, GENTLE, positive, smooth } from './same-steps';

describe.each(computing.map((layer) => [layer.kind, layer] as const))('%s', (_kind, layer) => {
  test('takes the same 20 steps compiled', async () => {
    for (const { inputs, params, outputs } of layer.examples) {
      if (inputs.some((spec) => sampleSize(spec) > 4096)) continue;
      const chain = new Chain();
      const ids = inputs.map((spec) => chain.input(spec));
      if (ids.length === 0) {
        const stated = chain.call(layer, [], params);
        const program = chain.end(chain.call('add', [chain.input(outputs[0] as Spec), stated]));
        await expectSameSteps({ program, fields: chain.fields });
        continue;
      }
      // Something to be trained before it, so that gradients pass through it; positive, far from poles and silence.
      const [head, ...rest] = ids.map((id, i) =>
        inputs[i]?.dtype === 'float32' && sampleSize(inputs[i]) > 1 ? positive(chain, id) : id,
      ) as [number, ...number[]];
      const net = { program: chain.end(chain.call(layer, [head, ...rest], params)), fields: chain.fields };
      // A logarithm near silence, where steady sounds cancel out, makes rounding a hundred times as large.
      if (layer.kind === 'spectrogram') await expectSameSteps(net, { ...GENTLE, learningRate: 1e-5 }, {}, 1e-3);
      else await expectSameSteps(net, GENTLE);
    }
  });
});

describe.each([...losses])('the loss %s', (_kind, loss) => {
  test('takes the same 20 steps compiled', async () => {
    for (const { logits, target, params } of loss.examples) {
      const chain = new Chain();
      const id = chain.call('batchNorm', [chain.input(float(...logits.shape.slice(1)))]);
      const values = { ...defaults(loss.params), ...params } as Values<Params>;
      const program = chain.end(id, loss, { shape: target.shape.slice(1), dtype: target.dtype }, values);
      await expectSameSteps({ program, fields: chain.fields });
    }
  });
});

describe.each([...optimizers.keys()])('the optimiser %s', (kind) => {
  test('takes the same 20 steps compiled', async () => {
    for (const { params } of FORMULAS[kind] ?? []) {
      const rate = defaults(optimizers.get(kind)?.params ?? {}).learningRate as number;
      await expectSameSteps(smooth(), { learningRate: rate, ...params, ...{ kind } });
    }
  });
});
