import { getContext, setContext } from 'svelte';

export type ViewName = 'data' | 'graph' | 'inspect' | 'runs';
export type DialogName = 'unsaved' | 'export' | 'keys' | 'settings' | 'about' | 'doctor';

/** What is on the screen apart from the document: none of it is undone or saved with the project. */
export class View {
  screen: 'start' | 'project' = $state('start');
  name: ViewName = $state('graph');
  leftTab: 'layers' | 'outline' = $state('layers');
  dockTab: 'training' | 'filters' | 'problems' = $state('training');
  dockOpen = $state(true);
  dockTall = $state(false);
  paletteOpen = $state(true);
  /** Grows each time that a person asks for the search among the layers. */
  layerSearch = $state(0);
  /** Under 960 px the inspector is a drawer. */
  drawerOpen = $state(false);
  commandsOpen = $state(false);
  dialog: DialogName | undefined = $state();
  /** What the canvas shows on nodes, and which cost it heats by. */
  show: 'filters-and-maps' | 'filters' | 'maps' | 'none' = $state('filters-and-maps');
  heat: 'none' | 'parameters' | 'macs' | 'memory' = $state('none');
  /** The window's size, CSS px; kept by the frame. */
  width = $state(1440);
  height = $state(900);
  theme: 'system' | 'light' | 'dark' = $state('system');
  singleKeys = $state(true);
  /** Path of the node that Inspect looks at. */
  inspected: string | undefined = $state();
  /** Runs chosen for comparison, by path. */
  comparedRuns: readonly string[] = $state.raw([]);

  readonly rail = $derived(this.width < 1280);
  readonly narrow = $derived(this.width < 1200);
  readonly drawer = $derived(this.width < 960);
}

const KEY = Symbol('view');
export const provideView = (view: View): View => setContext(KEY, view);
export const useView = (): View => getContext<View>(KEY);
