import { getContext, setContext } from 'svelte';
import type { Project } from '../../engine/graph/document';
import type { AxisKind } from '../charts/x-axis';

export type ViewName = 'data' | 'graph' | 'inspect' | 'runs';
export type DockTab = 'training' | 'filters' | 'gradients' | 'analysis' | 'problems';
export type DialogName = 'unsaved' | 'export' | 'keys' | 'settings' | 'about' | 'doctor';

/** What is on the screen apart from the document: none of it is undone or saved with the project. */
export class View {
  screen: 'start' | 'project' = $state('start');
  name: ViewName = $state('graph');
  leftTab: 'layers' | 'outline' = $state('layers');
  dockTab: DockTab = $state('training');
  dockOpen = $state(false);
  /** Open although the window is too low for it by default. */
  dockForced = $state(false);
  dockTall = $state(false);
  paletteOpen = $state(true);
  /** Grows each time that a person asks for the search among the layers. */
  layerSearch = $state(0);
  /** Grows each time that a person asks for the outline. */
  outlineAsked = $state(0);
  /** Under 960 px the inspector is a drawer. */
  drawerOpen = $state(false);
  commandsOpen = $state(false);
  dialog: DialogName | undefined = $state();
  /** What the canvas shows on nodes, and which cost it heats by. */
  show: 'filters-and-maps' | 'filters' | 'maps' | 'none' = $state('filters-and-maps');
  heat: 'none' | 'parameters' | 'macs' | 'memory' = $state('none');
  /** Whether the table of costs lists the layers inside blocks, and the model that it is compared with. */
  costsOpened = $state(false);
  costsBeside: Project | undefined = $state.raw();
  /** The window's size, CSS px; kept by the frame. */
  width = $state(1440);
  height = $state(900);
  theme: 'system' | 'light' | 'dark' = $state('system');
  singleKeys = $state(true);
  /** Path of the node that Inspect looks at. */
  inspected: string | undefined = $state();
  /** How curves are drawn, wherever they are. */
  curves: { readonly smoothing: number; readonly log: boolean; readonly axis: AxisKind } = $state.raw({
    smoothing: 0.6,
    log: true,
    axis: 'epoch',
  });
  /** The run that the export dialog begins with. */
  exported: string | undefined = $state();

  readonly rail = $derived(this.width < 1280);
  readonly narrow = $derived(this.width < 1200);
  readonly drawer = $derived(this.width < 960);
}

const KEY = Symbol('view');
export const provideView = (view: View): View => setContext(KEY, view);
export const useView = (): View => getContext<View>(KEY);
