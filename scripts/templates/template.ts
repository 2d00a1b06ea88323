import type { DataSettings, Graph, Note, Project, ProjectBlock, TrainingSettings } from '../../engine/graph/document';

/** What a family's file says of each of its templates; the rest of the file's form follows. */
export interface Template {
  /** The file's name without `.json`. */
  readonly name: string;
  readonly title: string;
  readonly family: Family;
  readonly description: string;
  readonly source?: string;
  readonly graph: Graph;
  readonly blocks?: Readonly<Record<string, ProjectBlock>>;
  /** Words beside the drawing. */
  readonly notes?: readonly Note[];
  readonly data?: DataSettings;
  readonly training: TrainingSettings;
}

type Family =
  | 'First steps'
  | 'Classic networks'
  | 'Pictures to maps'
  | 'Twins'
  | 'Several inputs'
  | 'Other data'
  | 'How deep';

export const projectOf = ({
  title,
  family,
  description,
  source,
  graph,
  blocks,
  notes,
  data,
  training,
}: Template): Project => ({
  format: 'netloom',
  version: 1,
  title,
  description,
  family,
  ...(source !== undefined && { source }),
  graph,
  ...(blocks && { blocks }),
  ...(notes && { notes }),
  ...(data && { data }),
  training,
});

/** SGD with momentum 0.9 and an L2 penalty: how nearly all nets of the ImageNet years were trained. */
export const sgd = (settings: {
  epochs: number;
  batch: number;
  rate: number;
  decay: number;
  every?: number;
}): TrainingSettings => ({
  epochs: settings.epochs,
  batch: settings.batch,
  seed: 1,
  optimizer: { kind: 'sgd', learningRate: settings.rate, momentum: 0.9 },
  ...(settings.every !== undefined && { schedule: { kind: 'step', every: settings.every, factor: 0.1 } }),
  decay: settings.decay,
});

export const adam = (epochs: number, batch: number, learningRate = 0.001): TrainingSettings => ({
  epochs,
  batch,
  seed: 1,
  optimizer: { kind: 'adam', learningRate },
});
