import type { Field } from '../data/contract/field';
import type {
  BlockParam,
  DataSettings,
  Graph,
  GraphEdge,
  GraphNode,
  Note,
  ParamValue,
  PortRef,
  Project,
  ProjectBlock,
  TrainingSettings,
} from './document';

/**
 * Which graph an edit works on: `[]` is the project's own; `['block:tower']` the inside of a project block
 * (all its instances follow). Built-in blocks have no editable inside until they become a project block.
 */
export type GraphAddress = readonly [] | readonly [block: string];

/**
 * Everything a person can change in a document, as plain data: the window, cures of problems and the command line
 * all go through `applyEdit` (edits.ts), which is pure and never throws: an edit that does not fit gives a problem.
 */
export type Edit =
  | { type: 'addNode'; in?: GraphAddress; node: GraphNode }
  | { type: 'removeNodes'; in?: GraphAddress; ids: readonly string[]; heal?: boolean }
  | { type: 'renameNode'; in?: GraphAddress; id: string; to: string }
  | { type: 'moveNodes'; in?: GraphAddress; positions: Readonly<Record<string, readonly [number, number]>> }
  | { type: 'setParam'; in?: GraphAddress; id: string; param: string; value: ParamValue | undefined }
  | { type: 'setKind'; in?: GraphAddress; id: string; kind: string; params?: GraphNode['params'] }
  | {
      type: 'setFlag';
      in?: GraphAddress;
      ids: readonly string[];
      flag: 'frozen' | 'everyStep' | 'muted' | 'collapsed' | 'open';
      value: boolean;
    }
  | { type: 'connect'; in?: GraphAddress; edge: GraphEdge }
  | { type: 'disconnect'; in?: GraphAddress; edge: GraphEdge }
  | { type: 'reorderEdge'; in?: GraphAddress; edge: GraphEdge; by: -1 | 1 }
  | { type: 'insertOnEdge'; in?: GraphAddress; edge: GraphEdge; node: GraphNode }
  | { type: 'paste'; in?: GraphAddress; clip: Clip; at: readonly [number, number] }
  | { type: 'share'; in?: GraphAddress; id: string; owner: string | undefined }
  /**
   * Makes an instance of a built-in block (or of a project block) an instance of a new project block, `all`: with its
   * likes in the same graph. `fields`: of the data, where only the engine knows them.
   */
  | {
      type: 'detachBlock';
      in?: GraphAddress;
      id: string;
      blockId: string;
      all: boolean;
      fields?: readonly Field[];
    }
  /** Makes nodes a block of the project, with one instance of it, `name`, in their place. */
  | {
      type: 'makeBlock';
      in?: GraphAddress;
      ids: readonly string[];
      blockId: string;
      title: string;
      name: string;
    }
  /** Puts what is inside an instance (and its twins) in its place; weights keep their paths. */
  | { type: 'unpack'; in?: GraphAddress; id: string; fields?: readonly Field[] }
  | { type: 'setBlock'; id: string; block: ProjectBlock | undefined }
  /** Leads a port of a project block to an inner port; a port of a new name is added. */
  | { type: 'leadPort'; id: string; side: 'in' | 'out'; port: string; to: PortRef }
  | { type: 'setBlockParam'; id: string; param: string; value: BlockParam | undefined }
  /** Adds a note, replaces the one of this id, or (undefined) takes it away. */
  | { type: 'setNote'; id: string; note: Note | undefined }
  | { type: 'setTitle'; title: string; description?: string }
  | { type: 'setData'; data: DataSettings | undefined }
  | { type: 'setTraining'; training: TrainingSettings }
  | { type: 'bind'; node: string; field: string | undefined }
  | { type: 'many'; label: string; edits: readonly Edit[] };

/** Copied nodes with the wires among them, valid across windows as JSON text. */
export interface Clip {
  readonly format: 'netloom-clip';
  readonly version: 1;
  readonly graph: Graph;
  readonly blocks?: Project['blocks'];
}
