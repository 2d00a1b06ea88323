import { type Spec, sameShape } from '../layers/contract/spec';
import { type AnalysisRow, analysisRows } from './analysis';
import type { Analysis } from './program';

/** A node that two models do not have alike. */
export interface Difference {
  readonly path: string;
  /** Undefined in the model that has no such node. */
  readonly here: AnalysisRow | undefined;
  readonly there: AnalysisRow | undefined;
}

/**
 * Nodes of the drawings' own levels by which two models differ: those that one of them does not have, and those of
 * one name with another kind, result or cost. In the order of the first, then what only the second has.
 */
export function differencesBetween(here: Analysis, there: Analysis): Difference[] {
  const own = new Map(analysisRows(here, false).map((row) => [row.path, row]));
  const others = new Map(analysisRows(there, false).map((row) => [row.path, row]));
  const paths = new Set([...own.keys(), ...others.keys()]);
  return [...paths].flatMap((path): Difference[] => {
    const [a, b] = [own.get(path), others.get(path)];
    return a && b && alike(a, b) ? [] : [{ path, here: a, there: b }];
  });
}

const alike = (a: AnalysisRow, b: AnalysisRow): boolean =>
  a.kind === b.kind &&
  a.parameters === b.parameters &&
  a.trainable === b.trainable &&
  a.macs === b.macs &&
  a.memory === b.memory &&
  sameSpec(a.output, b.output);

const sameSpec = (a: Spec | undefined, b: Spec | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.dtype === b.dtype && sameShape(a.shape, b.shape));
