import { succeed } from '../graph/problem';
import { int } from '../layers/contract/params';
import type { Field } from './contract/field';
import { defineSource, type Part } from './contract/source';
import { stream, uniforms } from './parts/draws';
import { drawPolygon } from './parts/polygon';

/** Height and width of a picture, px. */
const SIDE = 32;
const VALUES = SIDE * SIDE * 3;

const FIELDS: readonly Field[] = [
  { name: 'picture', shape: [SIDE, SIDE, 3], dtype: 'float32', role: 'image', range: [0, 255] },
  { name: 'features', shape: [3], dtype: 'float32', role: 'number' },
  {
    name: 'label',
    shape: [],
    dtype: 'int32',
    role: 'label',
    classes: ['small warm', 'small cold', 'few sides', 'many sides'],
  },
];

/** Distance from the middle to the corners, px, and hue, degrees; between the two ranges of each lies a gap. */
const RADII = { small: [4, 6.5], large: [8.5, 12] } as const;
const HUES = { warm: [0, 60], cold: [180, 260] } as const;
/** Grey of the ground, and the spread of its noise. */
const GROUND = [40, 150] as const;
const NOISE = 30;

const between = ([from, to]: readonly [number, number], share: number): number => from + (to - from) * share;

/** Random numbers of a drawing beside its noise. */
const DRAWS = 8;

/** `count` drawings, the four classes in turn. */
function drawShapes(count: number, seed: number, name: string): Part {
  const draws = uniforms(count * DRAWS, seed, stream(`shapes/${name}`));
  const pictures = new Uint8Array(count * VALUES);
  const features = new Float32Array(count * 3);
  const labels = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const label = row % 4;
    const [size = 0, tint = 0, corners = 0, light = 0, ground = 0, across = 0, down = 0, turn = 0] = draws.subarray(
      row * DRAWS,
      (row + 1) * DRAWS,
    );
    const isLarge = label >= 2;
    // What the class leaves open is drawn: sides and exact colour of small shapes, the colour of large ones.
    const isWarm = isLarge ? tint < 0.5 : label === 0;
    const few = isLarge ? label === 2 : corners < 0.5;
    const sides = (few ? 3 : 5) + Math.floor(((corners * 2) % 1) * 2);
    const radius = between(isLarge ? RADII.large : RADII.small, size);
    const hue = between(isWarm ? HUES.warm : HUES.cold, (tint * 2) % 1);
    const picture = pictures.subarray(row * VALUES, (row + 1) * VALUES);
    const grey = between(GROUND, ground);
    uniforms(SIDE * SIDE, seed, stream(`shapes/${name}/${row}`)).forEach((draw, at) => {
      picture.fill(grey + NOISE * (draw - 0.5), 3 * at, 3 * at + 3);
    });
    const middle = (share: number) => between([radius, SIDE - radius], share);
    const polygon = { sides, radius, turn: turn * 2 * Math.PI, x: middle(across), y: middle(down) };
    drawPolygon(picture, SIDE, polygon, colour(hue, between([0.6, 1], light)));
    features.set([sides, radius, hue], row * 3);
    labels[row] = label;
  }
  const [picture, feature, label] = FIELDS as [Field, Field, Field];
  return {
    count,
    columns: {
      picture: { field: picture, values: pictures },
      features: { field: feature, values: features },
      label: { field: label, values: labels },
    },
  };
}

/** Red, green and blue, 0 to 255, of a full colour: hue in degrees, brightness 0 to 1 (Smith, 1978). */
function colour(hue: number, brightness: number): readonly number[] {
  const channel = (shift: number): number => {
    const k = (shift + hue / 60) % 6;
    return 255 * brightness * (1 - Math.max(0, Math.min(k, 4 - k, 1)));
  };
  return [channel(5), channel(3), channel(1)];
}

export default defineSource({
  kind: 'shapes',
  title: 'Drawn shapes',
  doc: {
    summary: 'Generated pictures of one shape each, with what a person would measure of it.',
    formula:
      'Polygons of 3 to 6 sides at any place and angle on a noisy grey ground. Features: number of sides, distance from ' +
      'the middle to a corner in px, hue in degrees. Small ones are told apart by colour, large ones by their sides.',
    advice: 'To set features that people choose against pixels, from which a net has to find its own.',
  },
  params: {
    count: int('Pictures to train on', 4000, { min: 20, max: 20_000, help: 'A quarter as many are made for testing.' }),
    seed: int('Seed', 1, { min: 0, help: 'The same seed gives the same pictures.' }),
  },
  origin: 'generated',
  fields: () => FIELDS,
  async open(_io, { count, seed }) {
    return succeed({
      fields: FIELDS,
      train: drawShapes(count, seed, 'train'),
      test: drawShapes(Math.ceil(count / 4), seed, 'test'),
    });
  },
});
