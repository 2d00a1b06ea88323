import type { Tensor } from '@tensorflow/tfjs-core';
import type { Problem } from '../../graph/problem';
import type { Native } from '../../native/load';
import type { FrozenModel } from '../parts/frozen-model';

/** A model read back from the files of an export. */
export interface ReadModel {
  /** By input name → by output name. The caller disposes the results. */
  run(inputs: Readonly<Record<string, Tensor>>): Record<string, Tensor>;
  dispose(): void;
}

/** One export format, one file. It writes a model's own files; what every export has is added around it. */
export interface ExportFormat {
  /** The file's name, and what `netloom export --format` takes. */
  readonly kind: string;
  readonly title: string;
  readonly doc: {
    /** What it is, one or two sentences. */
    readonly summary: string;
    /** Who reads it, and how. */
    readonly advice: string;
    readonly source: string;
  };
  /** Why this model cannot be written in this format; asked before anything is written. */
  check?(model: FrozenModel): Problem | undefined;
  /** Writes the model into an empty folder. File system errors are thrown and become problems around it. */
  write(model: FrozenModel, folder: string, native: Native): Promise<void>;
  /** Reads what `write` wrote, as a consumer would. Throws where it cannot. */
  read(folder: string, native: Native): Promise<ReadModel>;
}

export const defineFormat = (format: ExportFormat): ExportFormat => format;
