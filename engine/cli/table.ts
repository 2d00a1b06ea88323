export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Text in columns, figures to the right, two spaces between. */
export function tableLines(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string[] {
  const all = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, at) => Math.max(...all.map((row) => [...(row[at] ?? '')].length)));
  return all.map((row) =>
    columns
      .map(({ align }, at) => {
        const cell = row[at] ?? '';
        const space = ' '.repeat((widths[at] as number) - [...cell].length);
        return align === 'right' ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** `1,234,567`. */
export const countText = (count: number): string => Math.round(count).toLocaleString('en-GB');

/** `5.9 MB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024))));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/** `54 s`, `1 min 0 s`, `2 h 5 min`. */
export function timeText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `98.7 %`. */
export const shareText = (share: number): string => `${(share * 100).toFixed(2)} %`;
