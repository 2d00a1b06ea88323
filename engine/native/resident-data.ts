import type { Tensor } from '@tensorflow/tfjs-core';
import type { Column, Part } from '../data/contract/source';
import { valuesPerRow } from '../data/parts/rows';
import { ElementType, type NativeBackend } from './binding';
import { attribute, type GraphBuilder, type Ref } from './graph-def';

/** Bytes of a data set that TensorFlow keeps beside the engine's own copy; a larger one is fed batch by batch. */
const MOST_BYTES = 512 * 1024 * 1024;

/** What a column of each field of `names` holds as tensors [rows, …], bytes as bytes; columns may share one. */
export type DataTensors = ReadonlyMap<string, Tensor>;

/** Copies a part's columns to TensorFlow, or gives undefined where they are too large. Dispose of them once loaded. */
export function dataTensors(backend: NativeBackend, part: Part, names: readonly string[]): DataTensors | undefined {
  const columns = names.map((name) => part.columns[name]);
  if (!columns.every((column) => column !== undefined)) return undefined;
  const arrays = new Set(columns.map(({ values }) => values));
  const bytes = [...arrays].reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (bytes === 0 || bytes > MOST_BYTES) return undefined;
  const made = new Map<string, Tensor>();
  const tensors = new Map<string, Tensor>();
  for (const column of columns) {
    // The same values may be one field's pictures and another's, but only in one shape.
    const key = `${[...arrays].indexOf(column.values)} ${column.field.shape.join()}`;
    const tensor = made.get(key) ?? tensorOf(backend, column);
    made.set(key, tensor);
    tensors.set(column.field.name, tensor);
  }
  return tensors;
}

/** A column's values as they are; tfjs has no bytes, so the tensor is made past it. */
function tensorOf(backend: NativeBackend, column: Column): Tensor {
  const { values, field } = column;
  const shape = [values.length / valuesPerRow(column), ...field.shape];
  const dtype =
    values instanceof Uint8Array
      ? ElementType.uint8
      : values instanceof Int32Array
        ? ElementType.int32
        : ElementType.float32;
  const id = backend.binding.createTensor(shape, dtype, values);
  return backend.createOutputTensor({ id, shape, dtype });
}

/** Adds the rows `rows` (int32 [N]) of a table as values of `dtype`, [N, …]. */
export function addGather(
  graph: GraphBuilder,
  name: string,
  { handle, dtype: stored }: { handle: Ref; dtype: number },
  rows: Ref,
  dtype: number,
): Ref {
  const int = attribute.type(ElementType.int32);
  const at = (part: string) => ({ name: `${name}/${part}` });
  const table = graph.add('ReadVariableOp', [handle], { dtype: attribute.type(stored) }, at('table'));
  const types = { Tparams: attribute.type(stored), Tindices: int, Taxis: int, batch_dims: attribute.int(0) };
  const taken = graph.add('GatherV2', [table, rows, graph.ints(0, `${name}/axis`)], types, at('rows'));
  if (stored === dtype) return taken;
  const cast = { SrcT: attribute.type(stored), DstT: attribute.type(dtype), Truncate: attribute.bool(false) };
  return graph.add('Cast', [taken], cast, at('values'));
}
