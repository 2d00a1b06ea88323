/** What flows along a wire. The form of the port and the width of the wire say it; the hue repeats it. */
export type Flow = 'maps' | 'vector' | 'sequence' | 'volume' | 'tokens' | 'number' | 'unknown';

interface FlowLook {
  /** Word for people, as in "pool1 sends maps". */
  word: string;
  /** Port mark on a 10 × 10 grid. */
  mark: string;
  /** CSS colour of the port and the wire. */
  colour: string;
  /** CSS colour of the light core of a ribbon; absent where the wire is a plain line. */
  core?: string;
  /** Width of the wire in px: width says rank at every zoom. */
  width: number;
}

const ring = 'M1 5a4 4 0 1 0 8 0a4 4 0 1 0-8 0z';

export const flows: Record<Flow, FlowLook> = {
  maps: {
    word: 'maps',
    mark: 'M1.2 1.2h7.6v7.6H1.2z',
    colour: 'var(--flow-maps)',
    core: 'var(--flow-maps-core)',
    width: 5,
  },
  vector: { word: 'a vector', mark: ring, colour: 'var(--flow-vector)', width: 1.75 },
  sequence: {
    word: 'a sequence',
    mark: 'M2.6 .8h4.8v8.4H2.6z',
    colour: 'var(--flow-seq)',
    core: 'var(--flow-seq-core)',
    width: 3.5,
  },
  volume: {
    word: 'a volume',
    mark: 'M5 .4 9.2 2.8v4.4L5 9.6.8 7.2V2.8z',
    colour: 'var(--flow-volume)',
    core: 'var(--flow-volume-core)',
    width: 8,
  },
  tokens: { word: 'tokens', mark: 'M5 .8 9.4 8.8H.6z', colour: 'var(--flow-ids)', width: 1.75 },
  number: { word: 'a number', mark: 'M5 1.4 8.6 5 5 8.6 1.4 5z', colour: 'var(--flow-scalar)', width: 1.25 },
  unknown: { word: 'something not known yet', mark: ring, colour: 'var(--line-control)', width: 2 },
};

/**
 * The flow that a shape stands for.
 *
 * @param shape axes without the batch, channels last; null where nothing is known yet
 * @param dtype 'int32' marks token numbers, which are not pictures or measurements
 */
export function flowOf(shape: readonly (number | null)[] | null, dtype: 'float32' | 'int32' = 'float32'): Flow {
  if (shape === null) return 'unknown';
  if (dtype === 'int32' && shape.length <= 1) return 'tokens';
  if (shape.length === 0) return 'number';
  if (shape.length === 1) return shape[0] === 1 ? 'number' : 'vector';
  if (shape.length === 2) return 'sequence';
  return shape.length === 3 ? 'maps' : 'volume';
}
