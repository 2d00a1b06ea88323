export interface KeyGroup {
  readonly title: string;
  readonly keys: readonly { readonly what: string; readonly key: string }[];
}

/** Keys that work everywhere in the window, as the cheat sheet shows them. */
export const WINDOW_KEYS: readonly KeyGroup[] = [
  {
    title: 'File',
    keys: [
      { what: 'New network', key: 'Mod+N' },
      { what: 'Open', key: 'Mod+O' },
      { what: 'Save', key: 'Mod+S' },
      { what: 'Save as', key: 'Mod+Shift+S' },
      { what: 'Export the trained model', key: 'Mod+E' },
    ],
  },
  {
    title: 'Everywhere',
    keys: [
      { what: 'Commands', key: 'Mod+K' },
      { what: 'Undo', key: 'Mod+Z' },
      { what: 'Redo', key: 'Mod+Shift+Z' },
      { what: 'Find a layer', key: '/' },
      { what: 'Data, Graph, Inspect, Runs', key: 'Mod+1' },
      { what: 'Settings', key: 'Mod+,' },
      { what: 'This list', key: '?' },
    ],
  },
  {
    title: 'Training',
    keys: [
      { what: 'Train', key: 'Mod+Enter' },
      { what: 'Stop', key: 'Mod+Alt+Enter' },
    ],
  },
];
