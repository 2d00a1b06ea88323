import { maskedCrc32c } from './crc32c';

/** Field numbers and wire types of TensorFlow's event.proto and summary.proto. */
const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5, sessionLog: 7 } as const;
const SUMMARY_VALUE = 1;
const VALUE = { tag: 1, simpleValue: 2 } as const;
const SESSION_START = 1;
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

const text = new TextEncoder();

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

const key = (field: number, wire: number): number[] => varint(field * 8 + wire);
const delimited = (field: number, bytes: ArrayLike<number>): number[] => [
  ...key(field, BYTES),
  ...varint(bytes.length),
  ...Array.from(bytes),
];
const bytesOf = (values: Float64Array | Float32Array): Uint8Array => new Uint8Array(values.buffer);

/** An Event with the time in seconds since 1970 and whatever fields follow. */
const event = (seconds: number, step: number, what: readonly number[]): Uint8Array =>
  Uint8Array.from([
    ...key(EVENT.wallTime, FIXED64),
    ...bytesOf(Float64Array.of(seconds)),
    ...key(EVENT.step, VARINT),
    ...varint(step),
    ...what,
  ]);

/** A record of a TFRecord file: length, its checksum, data, their checksum; all little endian. */
function tfRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(12 + data.length + 4);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return record;
}

/** What an event file begins with. `step` tells TensorBoard to forget points from there on: a run that is resumed. */
export function eventFileHead(seconds: number, step: number): Uint8Array[] {
  return [
    tfRecord(event(seconds, 0, delimited(EVENT.fileVersion, text.encode('brain.Event:2')))),
    tfRecord(event(seconds, step, delimited(EVENT.sessionLog, [...key(1, VARINT), ...varint(SESSION_START)]))),
  ];
}

/** Numbers of one step by name, as one record; names are TensorBoard's tags, such as `train/loss`. */
export function scalarEvent(seconds: number, step: number, values: Readonly<Record<string, number>>): Uint8Array {
  const summary = Object.entries(values).flatMap(([tag, value]) =>
    delimited(SUMMARY_VALUE, [
      ...delimited(VALUE.tag, text.encode(tag)),
      ...key(VALUE.simpleValue, FIXED32),
      ...bytesOf(Float32Array.of(value)),
    ]),
  );
  return tfRecord(event(seconds, step, delimited(EVENT.summary, summary)));
}
