import { ElementType } from './binding';
import { attribute, type GraphBuilder, type Ref } from './graph-def';

/** Lets values through where a condition holds, and results out in either case. */
export interface Guard {
  /** The value; nothing that reads it runs where the condition does not hold. */
  pass(value: Ref, dtype: number): Ref;
  /** `value`, once all of `done` (control inputs) have run or are known never to run. */
  output(value: Ref, dtype: number, done: readonly Ref[]): Ref;
}

/**
 * Adds the condition that every number of `figures` (a float32 vector) is finite. TensorFlow's own branches: a Switch
 * gives its value at one of two ends, and what hangs on the other end is not run.
 */
export function addGuard(graph: GraphBuilder, name: string, figures: Ref): Guard {
  const at = (part: string) => ({ name: `${name}/guard/${part}` });
  const float = attribute.type(ElementType.float32);
  const finite = graph.add('IsFinite', [figures], { T: float }, at('finite'));
  const all = { Tidx: attribute.type(ElementType.int32), keep_dims: attribute.bool(false) };
  const sound = graph.add('All', [finite, graph.ints([0], `${name}/guard/axis`)], all, at('all'));
  const branches = new Map<Ref, Ref>();
  const branch = (value: Ref, dtype: number): Ref => {
    const ends = branches.get(value) ?? graph.add('Switch', [value, sound], { T: attribute.type(dtype) }, at('switch'));
    branches.set(value, ends);
    return ends;
  };
  /** Result 0 of a Switch is the end for false, result 1 that for true. */
  const whereTrue = (ends: Ref): Ref => ends.replace(/0$/, '1');
  return {
    pass: (value, dtype) => whereTrue(branch(value, dtype)),
    output(value, dtype, done) {
      const attributes = { T: attribute.type(dtype) };
      const ends = branch(value, dtype);
      const changed = graph.add('Identity', [whereTrue(ends), ...done], attributes, at('changed'));
      const merged = { ...attributes, N: attribute.int(2) };
      return graph.add('Merge', [ends, changed], merged, { name: `${name}/output` });
    },
  };
}
