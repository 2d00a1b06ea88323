import type {
  BlockParam,
  DataSettings,
  DataSplit,
  Graph,
  GraphEdge,
  GraphNode,
  Note,
  Project,
  ProjectBlock,
  SourceRef,
  TrainingSettings,
} from './document';

/** The fields of every part of a project file, in the order in which they are written. */
export const KEYS = {
  project: [
    'format',
    'version',
    'title',
    'description',
    'family',
    'source',
    'graph',
    'blocks',
    'notes',
    'data',
    'training',
  ],
  graph: ['nodes', 'edges'],
  node: ['id', 'kind', 'params', 'shares', 'origin', 'position', 'frozen', 'everyStep', 'muted', 'collapsed', 'open'],
  edge: ['from', 'to'],
  block: ['title', 'params', 'inputs', 'outputs', 'graph'],
  blockParam: ['type', 'default', 'title'],
  note: ['id', 'text', 'at', 'size', 'frame'],
  data: ['source', 'split', 'bind', 'prepare', 'augment'],
  source: ['kind', 'params'],
  split: ['validation', 'test', 'by', 'seed'],
  training: ['epochs', 'batch', 'seed', 'optimizer', 'schedule', 'clip', 'decay', 'sparsity', 'start', 'monitor'],
} as const satisfies {
  project: Names<Project>;
  graph: Names<Graph>;
  node: Names<GraphNode>;
  edge: Names<GraphEdge>;
  block: Names<ProjectBlock>;
  blockParam: Names<BlockParam>;
  note: Names<Note>;
  data: Names<DataSettings>;
  source: Names<SourceRef>;
  split: Names<DataSplit>;
  training: Names<TrainingSettings>;
};
type Names<T> = readonly (keyof T)[];

/** The fields of a value that this version does not know. */
export const unknownKeys = (value: object, part: keyof typeof KEYS): string[] =>
  Object.keys(value).filter((key) => !(KEYS[part] as readonly string[]).includes(key));
