import type { PreparedData } from '../data/parts/prepared';
import { type Subject, withPass } from './look';
import { tapOf } from './pictures';
import { type SampleValues, sampleValues } from './sample';

/** Samples that a unit has to be silent on: enough to tell, few enough to be asked again and again. */
const SAMPLES = 64;

/** Of `units` along the last axis, those that are 0 or below in every sample and place. */
export function silentUnits(values: ArrayLike<number>, units: number): number {
  const active = new Uint8Array(units);
  for (let at = 0; at < values.length; at++) if ((values[at] as number) > 0) active[at % units] = 1;
  return units - active.reduce((sum, one) => sum + one, 0);
}

/**
 * How many of a node's units or filters answer to none of the first validation samples (of training ones where there
 * are no others). Undefined for a node without units.
 */
export async function silentOf(
  subject: Subject,
  data: PreparedData,
  node: string,
): Promise<{ units: number; silent: number } | undefined> {
  const part = data.parts.validation.count > 0 ? 'validation' : 'train';
  const samples: SampleValues[] = [];
  for (let row = 0; row < Math.min(SAMPLES, data.parts[part].count); row++) {
    const values = sampleValues(subject.model, data, { part, row });
    if (values.ok) samples.push(values.value);
  }
  return withPass(subject, samples, [node], (pass) => {
    const value = tapOf(pass, node);
    const units = value && value.rank > 1 ? value.shape.at(-1) : undefined;
    return value && units ? { units, silent: silentUnits(value.dataSync(), units) } : undefined;
  });
}
