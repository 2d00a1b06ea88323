/** Sizes and choices that a window remembers from one day to the next. Where storage fails, the fallback stands. */
const prefix = 'netloom.';

/** A remembered number, or the fallback. */
export function rememberedNumber(name: string, fallback: number): number {
  try {
    const stored = localStorage.getItem(prefix + name);
    const value = stored === null ? Number.NaN : Number(stored);
    return Number.isFinite(value) ? value : fallback;
  } catch {
    return fallback;
  }
}

/** Remembers a number under a name. */
export function rememberNumber(name: string, value: number): void {
  try {
    localStorage.setItem(prefix + name, String(value));
  } catch {
    // Storage may be full or denied: the size then only lasts as long as the window.
  }
}
