import type { Column, Part } from '../data/contract/source';
import { valuesPerRow } from '../data/parts/rows';
import { ElementType } from './binding';
import { attribute, type GraphBuilder, type Ref, type TensorValue } from './graph-def';

/** Bytes of a data set that TensorFlow keeps beside the engine's own copy; a larger one is fed batch by batch. */
const MOST_BYTES = 512 * 1024 * 1024;

/** What a column of each field of `names` holds, [rows, …], bytes as bytes; columns may share one. */
export type DataTables = ReadonlyMap<string, TensorValue>;

/** A part's columns as tables, not copied, or undefined where they are too large. */
export function dataTables(part: Part, names: readonly string[]): DataTables | undefined {
  const columns = names.map((name) => part.columns[name]);
  if (!columns.every((column) => column !== undefined)) return undefined;
  const arrays = new Set(columns.map(({ values }) => values));
  const bytes = [...arrays].reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (bytes === 0 || bytes > MOST_BYTES) return undefined;
  const made = new Map<string, TensorValue>();
  const tables = new Map<string, TensorValue>();
  for (const column of columns) {
    // The same values may be one field's pictures and another's, but only in one shape.
    const key = `${[...arrays].indexOf(column.values)} ${column.field.shape.join()}`;
    const table = made.get(key) ?? tableOf(column);
    made.set(key, table);
    tables.set(column.field.name, table);
  }
  return tables;
}

function tableOf(column: Column): TensorValue {
  const { values: data, field } = column;
  const { uint8, int32, float32 } = ElementType;
  const dtype = data instanceof Uint8Array ? uint8 : data instanceof Int32Array ? int32 : float32;
  return { dtype, shape: [data.length / valuesPerRow(column), ...field.shape], data };
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
