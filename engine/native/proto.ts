import protobuf from 'protobufjs';
import { atOnce, type Pieces } from '../train/pieces';
import type { TensorData } from './binding';
import type { AttributeValue, GraphNode, GraphShape, ResultSpec } from './graph-def';
import type { Threads } from './threads';

/**
 * The part of TensorFlow's protobuf messages that a frozen graph, a session and a signature need, with the field
 * numbers of tensorflow/core/framework/*.proto and tensorflow/core/protobuf/{config,meta_graph,saved_model}.proto.
 */
const schema = `
syntax = "proto3";
message Shape {
  message Dim { int64 size = 1; }
  repeated Dim dim = 2;
}
message Tensor {
  int32 dtype = 1;
  Shape tensor_shape = 2;
  bytes tensor_content = 4;
}
message AttrValue {
  message ListValue {
    repeated int64 i = 3;
    repeated float f = 4;
    repeated bool b = 5;
    repeated int32 type = 6;
  }
  oneof value {
    ListValue list = 1;
    bytes s = 2;
    int64 i = 3;
    float f = 4;
    bool b = 5;
    int32 type = 6;
    Shape shape = 7;
    Tensor tensor = 8;
  }
}
message NodeDef {
  string name = 1;
  string op = 2;
  repeated string input = 3;
  map<string, AttrValue> attr = 5;
}
message Versions { int32 producer = 1; }
message GraphDef {
  repeated NodeDef node = 1;
  Versions versions = 4;
}
message TensorInfo {
  string name = 1;
  int32 dtype = 2;
  Shape tensor_shape = 3;
}
message SignatureDef {
  map<string, TensorInfo> inputs = 1;
  map<string, TensorInfo> outputs = 2;
  string method_name = 3;
}
message MetaInfo {
  repeated string tags = 4;
  string tensorflow_version = 5;
}
message MetaGraph {
  MetaInfo meta_info_def = 1;
  GraphDef graph_def = 2;
  map<string, SignatureDef> signature_def = 5;
}
message GPUOptions { bool allow_growth = 4; }
message ConfigProtoExperimental { string executor_type = 3; }
message ConfigProto {
  int32 intra_op_parallelism_threads = 2;
  int32 inter_op_parallelism_threads = 5;
  GPUOptions gpu_options = 6;
  bool use_per_session_threads = 9;
  ConfigProtoExperimental experimental = 16;
}
message SavedModel {
  int64 saved_model_schema_version = 1;
  repeated MetaGraph meta_graphs = 2;
}
message MetaGraphSignatures { map<string, SignatureDef> signature_def = 5; }
message SavedModelSignatures { repeated MetaGraphSignatures meta_graphs = 2; }`;

const { root } = protobuf.parse(schema);
const SavedModel = root.lookupType('SavedModel');
const GraphDef = root.lookupType('GraphDef');
const ConfigProto = root.lookupType('ConfigProto');
/** The same file with all but the signatures skipped, so that weights are not read for them. */
const SavedModelSignatures = root.lookupType('SavedModelSignatures');

/**
 * The GraphDef version that says which meaning ops have. A consumer reads graphs of producers newer than itself as long
 * as it knows their ops; the ops in use here have meant the same since well before this one.
 */
export const graphProducer = 1286;

/** The tag under which a model is found; every consumer looks for this one. */
export const servingTag = 'serve';

/** Inputs and outputs by the name that callers use; `name` is a tensor in the graph, such as `image:0`. */
export interface Signature {
  inputs: Readonly<Record<string, SignatureTensor>>;
  outputs: Readonly<Record<string, SignatureTensor>>;
}
export interface SignatureTensor extends ResultSpec {
  name: string;
}

/** A graph as the contents of `saved_model.pb`. Constants are copied once; a protobuf ends at 2 GB. */
export function encodeSavedModel(
  nodes: readonly GraphNode[],
  signatures: Readonly<Record<string, Signature>>,
  tensorflowVersion: string,
): Uint8Array {
  const message = {
    savedModelSchemaVersion: 1,
    metaGraphs: [
      {
        metaInfoDef: { tags: [servingTag], tensorflowVersion },
        graphDef: graphMessage(nodes),
        signatureDef: mapValues(signatures, ({ inputs, outputs }) => ({
          inputs: mapValues(inputs, tensorInfo),
          outputs: mapValues(outputs, tensorInfo),
          methodName: 'tensorflow/serving/predict',
        })),
      },
    ],
  };
  return SavedModel.encode(message).finish();
}

/** A graph as a serialised GraphDef. */
export const encodeGraph = (nodes: readonly GraphNode[]): Uint8Array => atOnce(encodingGraph(nodes));

const NODES_AT_ONCE = 100;

/** The same in pieces: the messages of two halves, one behind the other, are the message of the whole. */
export function* encodingGraph(nodes: readonly GraphNode[]): Pieces<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let from = 0; from === 0 || from < nodes.length; from += NODES_AT_ONCE) {
    if (from > 0) yield;
    parts.push(GraphDef.encode(graphMessage(nodes.slice(from, from + NODES_AT_ONCE))).finish());
  }
  return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
}

/**
 * How a session runs, as a serialised ConfigProto: threads of its own, and a GPU's memory taken as it is needed. Where
 * ops run one after another anyway, TensorFlow's executor for that spends less on each of them.
 */
export const encodeConfig = ({ intraOp, interOp }: Threads): Uint8Array =>
  ConfigProto.encode({
    intraOpParallelismThreads: intraOp,
    interOpParallelismThreads: interOp,
    usePerSessionThreads: true,
    gpuOptions: { allowGrowth: true },
    ...(interOp === 1 && { experimental: { executorType: 'SINGLE_THREADED_EXECUTOR' } }),
  }).finish();

const graphMessage = (nodes: readonly GraphNode[]) => ({
  node: nodes.map(({ name, op, inputs, attributes }) => ({
    name,
    op,
    input: inputs,
    attr: mapValues(attributes, attributeMessage),
  })),
  versions: { producer: graphProducer },
});

/** The signatures in the contents of a `saved_model.pb`. Throws where it is not one. */
export function decodeSignatures(bytes: Uint8Array): Record<string, Signature> {
  const options = { longs: Number, arrays: true, objects: true, defaults: true };
  const file = SavedModelSignatures.toObject(SavedModelSignatures.decode(bytes), options) as SignaturesMessage;
  const tensors = (infos: Record<string, TensorInfoMessage>) =>
    mapValues(infos, ({ name, dtype, tensorShape }): SignatureTensor => {
      const shape = (tensorShape?.dim ?? []).map(({ size }) => (size < 0 ? null : size));
      return { name, dtype, shape };
    });
  return mapValues(file.metaGraphs[0]?.signatureDef ?? {}, ({ inputs, outputs }) => ({
    inputs: tensors(inputs),
    outputs: tensors(outputs),
  }));
}

interface SignaturesMessage {
  metaGraphs: {
    signatureDef: Record<string, Record<'inputs' | 'outputs', Record<string, TensorInfoMessage>>>;
  }[];
}
interface TensorInfoMessage {
  name: string;
  dtype: number;
  tensorShape: { dim: { size: number }[] } | null;
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

const shapeMessage = (shape: GraphShape) => ({ dim: shape.map((size) => ({ size: size ?? -1 })) });

const tensorInfo = ({ name, dtype, shape }: SignatureTensor) => ({ name, dtype, tensorShape: shapeMessage(shape) });

/** The bytes of a typed array, not copied. */
export const bytesOf = (data: TensorData): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

function attributeMessage(value: AttributeValue): object {
  if ('s' in value) return { s: new TextEncoder().encode(value.s) };
  if ('shape' in value) return { shape: shapeMessage(value.shape) };
  if ('tensor' in value) {
    const { dtype, shape, data } = value.tensor;
    return { tensor: { dtype, tensorShape: shapeMessage(shape), tensorContent: bytesOf(data) } };
  }
  return value;
}
