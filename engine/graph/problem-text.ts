/** What fills a text, by name. */
export type Say = Readonly<Record<string, string | number>>;

/** A text of a problem that keeps what it names from working. */
export const error = (text: (s: Say) => string) => ({ severity: 'error', text }) as const;
/** A text of a problem that does not. */
export const warning = (text: (s: Say) => string) => ({ severity: 'warning', text }) as const;

/** `1 value`, `4 values` */
export const values = (count: string | number | undefined): string => `${count} ${count === 1 ? 'value' : 'values'}`;
