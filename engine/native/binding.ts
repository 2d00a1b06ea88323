import type { Tensor, DataType as TfjsType } from '@tensorflow/tfjs-core';

/**
 * The parts of tfjs-node's backend and of its native binding that this room uses, with types. The package marks some
 * of them private; they have been stable since 2018 and the version is pinned.
 */

/** TensorFlow's numbers for element types (tensorflow/core/framework/types.proto). */
export const ElementType = { float32: 1, int32: 3, uint8: 4, string: 7, int64: 9, bool: 10, resource: 20 } as const;
export type ElementType = (typeof ElementType)[keyof typeof ElementType];

/** A tensor as the binding hands it out: `id` names a handle that lives in TensorFlow. */
export interface TensorMetadata {
  id: number;
  shape: number[];
  dtype: number;
}

/** An attribute of an op as tfjs-node states it; `type` is one of the binding's TF_ATTR_ numbers. */
export interface OpAttribute {
  name: string;
  type: number;
  value: unknown;
}

export interface Binding {
  createTensor(shape: number[], dtype: number, data: ArrayLike<number>): number;
  deleteTensor(id: number): void;
  deleteSavedModel(id: number): void;
  getNumOfSavedModels(): number;
  getNumOfTensors(): number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  /** Version of the TensorFlow library beneath, such as `2.21.0`. */
  readonly TF_Version: string;
}

/** A session of session.cc. */
export type SessionObject = object & { readonly isSession: unique symbol };

export interface SessionValue {
  dtype: ElementType;
  shape: number[];
  data: TensorData | Float64Array | BigInt64Array;
}

type SessionFeed = readonly [name: string, dtype: number, shape: readonly number[], data: TensorData];

/** What session.cc offers. Its errors have a `code`, TensorFlow's own such as `RESOURCE_EXHAUSTED`. */
export interface SessionBinding {
  open(graphDef: Uint8Array, config: Uint8Array): Promise<SessionObject>;
  extend(session: SessionObject, graphDef: Uint8Array): Promise<void>;
  run(
    session: SessionObject,
    feeds: readonly SessionFeed[],
    fetches: readonly string[],
    targets: readonly string[],
  ): Promise<SessionValue[]>;
  runNow(
    session: SessionObject,
    feeds: readonly SessionFeed[],
    fetches: readonly string[],
    targets: readonly string[],
  ): SessionValue[];
  close(session: SessionObject): void;
  /** Results of a node by TensorFlow's shape functions; -1 and null stand for what they cannot know. */
  infer(graphDef: Uint8Array, node: string): { dtype: number; shape: number[] | null }[];
  /** Sessions that TensorFlow holds. */
  count(): number;
  /** Whether convolutions of our own are among TensorFlow's ops (winograd-ops.cc); AVX-512 decides. */
  readonly hasWinograd: boolean;
}

/** What identifies a tensor's data; several tensors (clones) may have the same. */
export type DataId = object;

export type TensorData = Float32Array | Int32Array | Uint8Array;

/** What the backend knows about some data: `values` are set while they have not yet been handed to TensorFlow. */
export interface StoredData {
  id: number;
  shape: number[];
  dtype: number;
  values: TensorData | null;
}

/** What an op takes: a tensor, or the part of one that kernels are handed. */
export interface TensorLike {
  dataId: DataId;
  shape: number[];
  dtype: TfjsType;
}

export interface NativeBackend {
  readonly binding: Binding;
  /** Ours, put there when TensorFlow is loaded. */
  readonly sessions: SessionBinding;
  readonly isUsingGpuDevice: boolean;
  readonly tensorMap: { get(id: DataId): StoredData; has(id: DataId): boolean };
  executeSingleOutput(op: string, attributes: OpAttribute[], inputs: TensorLike[]): Tensor;
  executeMultipleOutputs(op: string, attributes: OpAttribute[], inputs: TensorLike[], outputs: number): Tensor[];
  createOutputTensor(metadata: TensorMetadata): Tensor;
  readSync(id: DataId): TensorData;
  loadSavedModelMetaGraph(folder: string, tags: string): number;
  runSavedModel(session: number, feeds: Tensor[], names: { name: string }[], fetches: string[]): Tensor[];
}

/** The element type that TensorFlow gives `tensor`; tfjs itself calls uint8 and int64 `int32`. */
export const elementTypeOf = (backend: NativeBackend, tensor: TensorLike): number =>
  backend.tensorMap.get(tensor.dataId).dtype;
