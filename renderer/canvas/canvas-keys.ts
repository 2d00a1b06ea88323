/** Keys of the canvas by what they are for, as the cheat sheet shows them. */
export const CANVAS_KEYS: readonly {
  readonly title: string;
  readonly keys: readonly { readonly what: string; readonly key: string }[];
}[] = [
  {
    title: 'Drawing',
    keys: [
      { what: 'Add a layer at the pointer', key: 'A' },
      { what: 'Add after this node', key: 'Shift+A' },
      { what: 'Connect to', key: 'C' },
      { what: 'Connect from', key: 'Shift+C' },
      { what: 'Delete, wires go on', key: 'Delete' },
      { what: 'Delete with its wires', key: 'Mod+Delete' },
      { what: 'Copy, cut, paste', key: 'Mod+C' },
      { what: 'Duplicate', key: 'Mod+D' },
      { what: 'Tidy up', key: 'Shift+T' },
    ],
  },
  {
    title: 'Nodes',
    keys: [
      { what: 'Along the wires', key: 'ArrowRight' },
      { what: 'Move', key: 'Alt+ArrowRight' },
      { what: 'Inspect', key: 'Enter' },
      { what: 'Select or not', key: 'Space' },
      { what: 'Rename', key: 'F2' },
      { what: 'Mute', key: 'M' },
      { what: 'Freeze weights', key: 'X' },
      { what: 'Collapse', key: 'H' },
      { what: 'Open the block', key: 'O' },
    ],
  },
  {
    title: 'Seeing',
    keys: [
      { what: 'Fit the drawing', key: 'Shift+1' },
      { what: 'Fit the selection', key: 'F' },
      { what: 'Find in the graph', key: 'Mod+F' },
      { what: 'Zoom to 100 %', key: 'Mod+0' },
      { what: 'Next picture', key: ']' },
      { what: 'Previous picture', key: '[' },
    ],
  },
];
