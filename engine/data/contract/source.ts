import type { Result } from '../../graph/problem';
import type { Doc } from '../../layers/contract/layer';
import type { Params, Values } from '../../layers/contract/params';
import type { Field } from './field';

/** Values of one field, row after row. Bytes stay bytes until a batch is made. */
export interface Column {
  readonly field: Field;
  readonly values: Uint8Array | Int32Array | Float32Array;
  /** Row r of the column is row `rows[r]` of `values`; absent: r itself. */
  readonly rows?: Int32Array;
}

export interface Part {
  readonly count: number;
  readonly columns: Readonly<Record<string, Column>>;
}

export interface Dataset {
  readonly fields: readonly Field[];
  readonly train: Part;
  /** The test part that the source ships. */
  readonly test?: Part;
  /**
   * Makes the samples of a part out of its rows after splitting (pairs never cross from training to validation).
   * Pure in `part` and `seed`.
   */
  derive?(part: Part, seed: number): Part;
}

/** The world outside, handed in so that sources are plain functions. Paths are absolute or beside the project. */
export interface DataIo {
  readFile(path: string): Promise<Result<Uint8Array>>;
  /** A file of an npm package that ships data. */
  packageFile(name: string, path: string): Promise<Result<Uint8Array>>;
  /** Does long work piece by piece, so that others have their turn in between. */
  inPieces<T>(work: Generator<void, T>): Promise<T>;
}

/** One kind of data source, one file: declares its fields and reads or makes its rows. */
export interface Source<P extends Params = Params> {
  readonly kind: string;
  readonly title: string;
  readonly doc: Doc;
  readonly params: P;
  /** `included`, `generated` from a seed, or the person's `own` file. */
  readonly origin: 'included' | 'generated' | 'own';
  /** Fields known without reading anything; undefined where the file decides (the engine is asked then). */
  fields(p: Values<P>): readonly Field[] | undefined;
  open(io: DataIo, p: Values<P>): Promise<Result<Dataset>>;
}

export const defineSource = <const P extends Params>(source: Source<P>): Source => source as unknown as Source;
