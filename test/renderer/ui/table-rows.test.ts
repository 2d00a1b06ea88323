import { describe, expect, it } from 'vitest';
import { sortedRows, type TableColumn } from '../../../renderer/ui/table-rows';

interface Run {
  name: string;
  loss: number | null;
}

const columns: TableColumn<Run>[] = [
  { id: 'name', title: 'Run', value: (run) => run.name },
  { id: 'loss', title: 'Loss', value: (run) => run.loss, figure: true },
];

const rows: Run[] = [
  { name: 'conv10', loss: 0.2 },
  { name: 'Conv9', loss: null },
  { name: 'alpha', loss: Number.NaN },
  { name: 'beta', loss: 0.1 },
];

const names = (column: string, direction: 'up' | 'down') =>
  sortedRows(rows, columns, { column, direction }).map((run) => run.name);

describe('sorting rows', () => {
  it('takes numbers inside words by their size and does not mind capitals', () => {
    expect(names('name', 'up')).toEqual(['alpha', 'beta', 'Conv9', 'conv10']);
    expect(names('name', 'down')).toEqual(['conv10', 'Conv9', 'beta', 'alpha']);
  });

  it('puts rows without a value last either way', () => {
    expect(names('loss', 'up')).toEqual(['beta', 'conv10', 'Conv9', 'alpha']);
    expect(names('loss', 'down')).toEqual(['conv10', 'beta', 'Conv9', 'alpha']);
  });

  it('leaves them as they are without an order or with an unknown one', () => {
    expect(sortedRows(rows, columns, null)).toBe(rows);
    expect(sortedRows(rows, columns, { column: 'gone', direction: 'up' })).toBe(rows);
  });
});
