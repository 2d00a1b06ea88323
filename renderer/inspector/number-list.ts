/** `1, 2.5 −3` → [1, 2.5, −3]: numbers with spaces, commas or semicolons between them. */
export const readNumbers = (text: string): number[] =>
  text
    .replaceAll('−', '-')
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(Number);

/** What is wrong with a list as it is typed; null when nothing is. */
export const wrongNumbers = (text: string): string | null =>
  readNumbers(text).every(Number.isFinite) ? null : 'Numbers with commas between';

/** As the list is shown. */
export const numbersText = (numbers: readonly number[]): string => numbers.join(', ');
