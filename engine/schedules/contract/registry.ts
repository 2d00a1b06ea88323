import type { Schedule } from './schedule';

/** Every file in engine/schedules/ is one; nothing else lists them. */
const files = import.meta.glob<Schedule>('../*.ts', { eager: true, import: 'default' });

export const schedules: ReadonlyMap<string, Schedule> = new Map(
  Object.entries(files).map(([path, schedule]) => {
    if (path !== `../${schedule.kind}.ts`) throw new Error(`${path} declares the kind "${schedule.kind}"`);
    return [schedule.kind, schedule];
  }),
);
