/** What is drawn with one pen, as one path. */
export interface LightPath {
  /** Tells pens apart. */
  readonly key: string;
  readonly d: string;
  readonly fill: string;
  readonly stroke: string;
  readonly width: number;
  readonly cap?: 'square' | 'round';
  readonly dash?: string;
}

export type Pen = Omit<LightPath, 'd'>;

/** Gathers path data by pen; pens lie upon each other in the order in which they were first used. */
export class Sheet {
  readonly #lines = new Map<string, { pen: Pen; d: string[] }>();

  add(pen: Pen, d: string): void {
    const known = this.#lines.get(pen.key);
    if (known) known.d.push(d);
    else this.#lines.set(pen.key, { pen, d: [d] });
  }

  get paths(): LightPath[] {
    return [...this.#lines.values()].map(({ pen, d }) => ({ ...pen, d: d.join('') }));
  }
}

/** A box with round corners as path data. */
export function box(x: number, y: number, width: number, height: number, radius: number): string {
  const r = Math.min(radius, width / 2, height / 2);
  const corner = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  const [w, h] = [width - 2 * r, height - 2 * r];
  return `M${x + r} ${y}h${w}${corner(r, r)}v${h}${corner(-r, r)}h${-w}${corner(-r, -r)}v${-h}${corner(r, -r)}z`;
}

/** Numbers of an arc that are no lengths: its turn and its two flags. */
const ARC_FLAGS: ReadonlySet<number> = new Set([2, 3, 4]);

/** Path data made `scale` times as large, with its origin at (x, y). */
export function placed(d: string, x: number, y: number, scale = 1): string {
  return d.replace(/([a-z])([^a-z]*)/gi, (_, command: string, rest: string) => {
    const kind = command.toUpperCase();
    const absolute = command === kind;
    const numbers = (rest.match(/-?(?:\d*\.\d+|\d+)/g) ?? []).map((text, i) => {
      if (kind === 'A' && ARC_FLAGS.has(i % 7)) return text;
      const upright = kind === 'V' || (kind !== 'H' && (kind === 'A' ? i % 7 === 6 : i % 2 === 1));
      const radius = kind === 'A' && i % 7 < 2;
      return Number(text) * scale + (absolute && !radius ? (upright ? y : x) : 0);
    });
    return command + numbers.join(' ');
  });
}
