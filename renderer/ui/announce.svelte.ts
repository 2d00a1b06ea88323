let said = $state({ text: '', turn: 0 });

/**
 * Tells a screen reader something that is otherwise only seen: "conv1 deleted", "3 problems".
 * Polite: it waits for a pause. The last words win.
 */
export function announce(text: string): void {
  said = { text, turn: said.turn + 1 };
}

/** The last words, for the live region. The turn changes even when the same words come again. */
export function lastAnnouncement(): { text: string; turn: number } {
  return said;
}
