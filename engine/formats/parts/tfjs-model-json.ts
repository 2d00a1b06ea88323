import type { TensorData } from '../../native/binding';
import { ElementType } from '../../native/binding';
import { type AttributeValue, constantOf, type GraphNode, type GraphShape } from '../../native/graph-def';
import { bytesOf, graphProducer, type SignatureTensor } from '../../native/proto';
import { type FrozenModel, signatureOf } from './frozen-model';

/** One entry of a weights manifest with its values. */
export interface NamedWeight {
  name: string;
  shape: readonly number[];
  dtype: 'float32' | 'int32' | 'bool';
  data: TensorData;
}

export interface TensorInfoJson {
  name: string;
  dtype: string;
  tensorShape: { dim: { size: string }[] };
}

/** A graph model's `model.json`: the topology without weights, which stand in the files that the manifest names. */
export interface ModelJson {
  format: 'graph-model';
  generatedBy: string;
  convertedBy: string | null;
  signature: Record<'inputs' | 'outputs', Record<string, TensorInfoJson>>;
  modelTopology: { node: object[]; library: object; versions: { producer: number } };
  weightsManifest: { paths: string[]; weights: { name: string; shape: number[]; dtype: NamedWeight['dtype'] }[] }[];
}

/** TensorFlow's element types by number, as JSON names them, and the types that a manifest knows. */
const typeNames: Readonly<Record<number, string>> = {
  [ElementType.float32]: 'DT_FLOAT',
  [ElementType.int32]: 'DT_INT32',
  [ElementType.uint8]: 'DT_UINT8',
  [ElementType.int64]: 'DT_INT64',
  [ElementType.bool]: 'DT_BOOL',
};
const weightTypes: Readonly<Record<number, NamedWeight['dtype']>> = {
  [ElementType.float32]: 'float32',
  [ElementType.int32]: 'int32',
  [ElementType.bool]: 'bool',
};

/** Every constant of the graph, axes and sizes among them: TensorFlow.js reads all from the weights. */
export function weightsOf(nodes: readonly GraphNode[]): NamedWeight[] {
  return nodes.flatMap((node) => {
    const value = constantOf(node);
    if (!value) return [];
    const dtype = weightTypes[value.dtype];
    if (!dtype) throw new RangeError(`${node.name} has the element type ${value.dtype}`);
    return [{ name: node.name, shape: value.shape, dtype, data: value.data }];
  });
}

/** The weights' bytes one after the other without gaps, cut into pieces of `size` bytes and a last, smaller one. */
export function* shards(weights: readonly NamedWeight[], size: number): Generator<Uint8Array> {
  let shard = new Uint8Array(size);
  let filled = 0;
  for (const { data } of weights) {
    const bytes = bytesOf(data);
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + size - filled);
      shard.set(part, filled);
      at += part.length;
      filled += part.length;
      if (filled === size) {
        yield shard;
        shard = new Uint8Array(size);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield shard.subarray(0, filled);
}

export function modelJson(model: FrozenModel, weights: readonly NamedWeight[], paths: string[]): ModelJson {
  const { inputs, outputs } = signatureOf(model);
  const infos = (tensors: Readonly<Record<string, SignatureTensor>>) =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensorInfo(tensor)]));
  return {
    format: 'graph-model',
    generatedBy: 'Netloom',
    convertedBy: null,
    signature: { inputs: infos(inputs), outputs: infos(outputs) },
    modelTopology: { node: model.nodes.map(nodeJson), library: {}, versions: { producer: graphProducer } },
    weightsManifest: [
      { paths, weights: weights.map(({ name, shape, dtype }) => ({ name, shape: [...shape], dtype })) },
    ],
  };
}

const shapeJson = (shape: GraphShape) => ({ dim: shape.map((size) => ({ size: String(size ?? -1) })) });

const tensorInfo = ({ name, dtype, shape }: SignatureTensor): TensorInfoJson => ({
  name,
  dtype: typeNames[dtype] ?? 'DT_INVALID',
  tensorShape: shapeJson(shape),
});

const nodeJson = ({ name, op, inputs, attributes }: GraphNode): object => ({
  name,
  op,
  // The executor takes a node's first result by the node's bare name.
  input: inputs.map((ref) => ref.replace(/:0$/, '')),
  attr: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, attributeJson(value)])),
});

/** GraphDef as protobuf's JSON mapping has it: 64-bit numbers as text, bytes in base64. */
function attributeJson(value: AttributeValue): object {
  if ('type' in value) return { type: typeNames[value.type] };
  if ('i' in value) return { i: String(value.i) };
  if ('s' in value) return { s: Buffer.from(value.s).toString('base64') };
  if ('shape' in value) return { shape: shapeJson(value.shape) };
  if ('tensor' in value) {
    return { tensor: { dtype: typeNames[value.tensor.dtype], tensorShape: shapeJson(value.tensor.shape) } };
  }
  if (!('list' in value)) return value;
  const { list } = value;
  if ('i' in list) return { list: { i: list.i.map(String) } };
  if ('type' in list) return { list: { type: list.type.map((type) => typeNames[type]) } };
  return { list };
}
