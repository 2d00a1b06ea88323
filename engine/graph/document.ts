/**
 * The project document, version 1: what a `.netloom` file holds, as readonly JSON.
 * It is never mutated: edits (edits.ts) give a new document and share what did not change.
 */

/** Any value that survives a JSON round trip. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A parameter's value as the file holds it; inside a block it may be bound to one of the block's parameters. */
export type ParamValue = Json | Binding;
/** Takes its value from the parameter `param` of the enclosing project block. */
export interface Binding {
  readonly param: string;
}

/** One end of a wire: node id, port name. */
export type PortRef = readonly [node: string, port: string];

export interface GraphNode {
  /**
   * Unique among its siblings; letters, digits, `_`, `-` and inner dots (names.ts). It is also the name that a person
   * sees. A slash is never part of it, since paths join ids with slashes, and a weight's name is what follows the last
   * dot of `layer1.0/conv1.kernel`.
   */
  readonly id: string;
  /** A layer kind, a built-in block kind, or `block:ID` for a block of this project. */
  readonly kind: string;
  readonly params?: Readonly<Record<string, ParamValue>>;
  /** Id of the sibling whose weights and parameters this node uses. */
  readonly shares?: string;
  /**
   * Path that its weights keep, beside its siblings: that of a node unpacked from a block (`res1/conv1`), or of the
   * deleted owner of a twin. It counts only while nothing else stands at that path.
   */
  readonly origin?: string;
  /** Upper left corner on the canvas, px, multiples of 8. */
  readonly position?: readonly [x: number, y: number];
  /** Weights are kept as they are while training. */
  readonly frozen?: boolean;
  /**
   * Applied to every step of a sequence by itself, with the same weights: the first axis of a sample is gone over, and
   * the node sees what stands at one of its places. Any layer or block can be.
   */
  readonly everyStep?: boolean;
  /** Passed over: its input goes on unchanged. */
  readonly muted?: boolean;
  /** Drawn as its header only. */
  readonly collapsed?: boolean;
  /** A block drawn open, in place. */
  readonly open?: boolean;
}

export interface GraphEdge {
  readonly from: PortRef;
  readonly to: PortRef;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  /** File order is part of the meaning where many edges enter one variadic port. */
  readonly edges: readonly GraphEdge[];
}

/** A parameter that a project block offers to its instances. */
export interface BlockParam {
  /** `list`: of numbers, such as a kernel's size. */
  readonly type: 'int' | 'float' | 'bool' | 'text' | 'list';
  readonly default: Json;
  readonly title?: string;
}

/** A composite kind defined in the project file, used as `block:ID`. */
export interface ProjectBlock {
  readonly title: string;
  readonly params: Readonly<Record<string, BlockParam>>;
  /** Outer port → inner port, or several where what arrives goes more than one way (see ports.ts). */
  readonly inputs: Readonly<Record<string, PortRef | readonly PortRef[]>>;
  /** Outer port → inner port. */
  readonly outputs: Readonly<Record<string, PortRef>>;
  readonly graph: Graph;
}

export interface SourceRef {
  readonly kind: string;
  readonly params?: Readonly<Record<string, Json>>;
}

export interface DataSplit {
  /** Share of the training part, 0 to below 1, taken out for validation. */
  readonly validation: number;
  /** `official`: the test part that the source ships. A number: that share of all rows. */
  readonly test: 'official' | number;
  readonly by: 'none' | 'class' | 'group';
  readonly seed: number;
}

/** One deterministic preparation of a field (a kind of engine/prepare/); first ops of every export. */
export interface PrepareStep {
  readonly field: string;
  readonly op: string;
  readonly [param: string]: Json;
}

export interface DataSettings {
  readonly source: SourceRef;
  readonly split: DataSplit;
  /** Input or output node id → field name. */
  readonly bind: Readonly<Record<string, string>>;
  readonly prepare?: readonly PrepareStep[];
  /** Random changes applied in training only. */
  readonly augment?: readonly PrepareStep[];
}

export interface KindWithParams {
  readonly kind: string;
  readonly [param: string]: Json;
}

export interface TrainingSettings {
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
  readonly optimizer: KindWithParams;
  readonly schedule?: KindWithParams;
  /** Gradient clipping: by global norm, or by value. */
  readonly clip?: { readonly norm?: number; readonly value?: number };
  /** L2 penalty on kernels. */
  readonly decay?: number;
  /** L1 penalty on kernels. */
  readonly sparsity?: number;
  /**
   * Begins with the weights of another run: all that have a name and a shape in common, but those of the nodes in
   * `except`, which are drawn by the seed as every other. The path of the run's folder begins beside the project.
   */
  readonly start?: { readonly run: string; readonly except?: readonly string[] };
  /** What decides the best checkpoint, and early stopping after `patience` epochs without gain. */
  readonly monitor?: { readonly metric: string; readonly patience?: number };
}

/**
 * Words or a frame on the canvas, for people: it has no part in the net. A frame has a title and stands behind what it
 * is drawn around; it holds whatever lies wholly inside it.
 */
export interface Note {
  /** Unique among the notes; made up, never shown. */
  readonly id: string;
  /** Plain text with line breaks; of a frame its title. */
  readonly text: string;
  /** Upper left corner on the canvas, px. */
  readonly at: readonly [x: number, y: number];
  readonly size: readonly [width: number, height: number];
  readonly frame?: boolean;
}

export interface Project {
  readonly format: 'netloom';
  readonly version: 1;
  readonly title: string;
  readonly description?: string;
  /** Of a template: the shelf that it stands on, and the paper or book that the net is from. */
  readonly family?: string;
  readonly source?: string;
  readonly graph: Graph;
  readonly blocks?: Readonly<Record<string, ProjectBlock>>;
  /** Words and frames on the project's own level; in the order in which they lie over each other. */
  readonly notes?: readonly Note[];
  readonly data?: DataSettings;
  readonly training?: TrainingSettings;
}

/** What a new project starts with. */
export const EMPTY_PROJECT: Project = {
  format: 'netloom',
  version: 1,
  title: 'Untitled',
  graph: { nodes: [], edges: [] },
};

export const DEFAULT_TRAINING: TrainingSettings = {
  epochs: 3,
  batch: 64,
  seed: 1,
  optimizer: { kind: 'adam', learningRate: 0.001 },
};

export const DEFAULT_SPLIT: DataSplit = { validation: 0.1, test: 'official', by: 'none', seed: 1 };
