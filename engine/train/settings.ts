import { resolveParams } from '../compile/values';
import type { TrainingSettings } from '../graph/document';
import { fail, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import { optimizers } from '../optimizers/contract/registry';
import { schedules } from '../schedules/contract/registry';
import type { Progress } from '../schedules/contract/schedule';
import type { StepSettings } from './step';

/** The optimizer and everything else that a step applies, or what of it does not do. */
export function stepSettings(training: TrainingSettings): Result<StepSettings> {
  const { kind, ...given } = training.optimizer;
  const optimizer = optimizers.get(kind);
  const path = 'training.optimizer';
  if (!optimizer) return fail(problem('train/unknown-optimizer', { kind }, { path: `${path}.kind` }));
  const { values: params, faults } = resolveParams(optimizer.params, given);
  if (faults.length > 0) {
    return fail(
      ...faults.map(({ param, got, expected }) =>
        problem('train/bad-optimizer-param', { param, got }, { path: `${path}.${param}`, expected, got }),
      ),
    );
  }
  const schedule = scheduleOf(training);
  if (!schedule.ok) return schedule;
  const { clip, decay, sparsity } = training;
  return succeed({ optimizer, params, clip, decay, sparsity, ...schedule.value });
}

function scheduleOf({ schedule: chosen }: TrainingSettings): Result<Pick<StepSettings, 'schedule' | 'follow'>> {
  if (!chosen) return succeed({});
  const { kind, ...given } = chosen;
  const schedule = schedules.get(kind);
  if (!schedule) return fail(problem('train/unknown-schedule', { kind }, { path: 'training.schedule.kind' }));
  const { values, faults } = resolveParams(schedule.params, given);
  if (faults.length > 0) {
    return fail(
      ...faults.map(({ param, got, expected }) =>
        problem('train/bad-schedule-param', { param, got }, { path: `training.schedule.${param}`, expected, got }),
      ),
    );
  }
  const { follow } = schedule;
  return succeed({
    schedule: (at: Progress) => schedule.factor(values, at),
    ...(follow && { follow: (figure, memory) => follow(values, figure, memory) }),
  });
}
