import { getContext, setContext } from 'svelte';

/**
 * How much a node shows at a zoom. Words grow with 1 / zoom so that none is under 10.5 px on the screen; what then has
 * no room goes: the unit under 95 %, the count under 85 %, summary and footer under 60 %, the rest under 40 %.
 */
export class Detail {
  zoom = $state(1);
  readonly unitHidden = $derived(this.zoom < 0.95);
  readonly countHidden = $derived(this.zoom < 0.85);
  readonly wordsHidden = $derived(this.zoom < 0.6);
  readonly least = $derived(this.zoom < 0.4);
  /** A glyph would be a few px wide. */
  readonly glyphHidden = $derived(this.zoom < 0.15);
  /** Distance of the ground's dots, px at 100 %: wider where they would run together, 0 for none. */
  readonly dots = $derived(this.zoom >= 0.6 ? 16 : this.zoom >= 0.3 ? 32 : this.zoom >= 0.15 ? 64 : 0);
  /** Rounded down to steps of 5 %, so that words keep their size through most frames of a zoom. */
  readonly step = $derived(this.zoom >= 0.95 ? 1 : Math.max(0.35, Math.floor(this.zoom * 20 + 1e-6) / 20));
  /** Rounded to steps of a fifth, for what depends on how much is seen at once. */
  readonly afar = $derived(1.2 ** Math.round(Math.log(this.zoom) / Math.log(1.2)));
}

const KEY = Symbol('detail');
export const provideDetail = (detail: Detail): Detail => setContext(KEY, detail);
export const useDetail = (): Detail => getContext<Detail>(KEY);
