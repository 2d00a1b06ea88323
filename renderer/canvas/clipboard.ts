/** What was copied last, where the system's clipboard refuses. */
let kept: string | undefined;

/** Puts text on the clipboard; where the system does not allow it, it is kept within the window. */
export async function writeClipboard(text: string): Promise<void> {
  kept = text;
  await navigator.clipboard?.writeText(text).catch(() => {});
}

/** Text of the clipboard, or of the last copy within this window; undefined where there is neither. */
export async function readClipboard(): Promise<string | undefined> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return kept;
  }
}
