import { z } from 'zod';
import type { Settings } from './bridge';
import { type JsonStore, openJsonStore } from './json-store';

const key = z.string().min(1).max(64);
const panes = z.record(key, z.number().min(0).max(10_000));
const choices = z
  .record(key, z.union([z.string().max(4096), z.number(), z.boolean()]))
  .refine((record) => Object.keys(record).length <= 200, 'at most 200 choices');
const theme = z.enum(['system', 'light', 'dark']);

/** What the page may change. */
export const settingsChange = z
  .object({ theme, notifications: z.boolean(), singleKeys: z.boolean(), panes, choices })
  .partial()
  .strict();

const windowPlace = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  maximised: z.boolean(),
});
/** Where the window was, px of the screen. */
export type WindowPlace = z.infer<typeof windowPlace>;

const stored = z.object({
  theme: theme.catch('system'),
  notifications: z.boolean().catch(true),
  singleKeys: z.boolean().catch(true),
  panes: panes.catch({}),
  choices: choices.catch({}),
  window: windowPlace.optional().catch(undefined),
});

export interface SettingsStore {
  get(): Settings;
  /** Merges `panes` and `choices` by key. A merge past 200 choices keeps the newest. */
  change(change: Partial<Settings>): Settings;
  windowPlace(): WindowPlace | undefined;
  rememberWindow(place: WindowPlace): void;
  flush(): Promise<void>;
}

export function openSettings(path: string): SettingsStore {
  const store: JsonStore<z.infer<typeof stored>> = openJsonStore(path, stored, {});
  const forPage = (): Settings => {
    const { window: _, ...settings } = store.get();
    return settings;
  };
  return {
    get: forPage,
    change(change) {
      const now = store.get();
      const merged = { ...now.choices, ...change.choices };
      store.set({
        ...now,
        ...change,
        panes: { ...now.panes, ...change.panes },
        choices: Object.fromEntries(Object.entries(merged).slice(-200)),
      });
      return forPage();
    },
    windowPlace: () => store.get().window,
    rememberWindow: (place) => store.set({ ...store.get(), window: place }),
    flush: store.flush,
  };
}
