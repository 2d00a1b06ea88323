import type { Bridge } from '../../electron/bridge';
import type { Editor } from '../document/editor.svelte';
import type { ProjectSession } from '../document/project-session.svelte';
import type { Trainer } from '../training/trainer.svelte';
import type { DockTab, View, ViewName } from '../view/view.svelte';
import type { Command } from './command';

interface Around {
  bridge: Bridge;
  editor: Editor;
  session: ProjectSession;
  trainer: Trainer;
  view: View;
}

/** Said beside the totals rather than listed: everyone begins with it. */
export const NO_OUTPUT = 'graph/no-output';

const VIEWS: readonly { name: ViewName; title: string }[] = [
  { name: 'data', title: 'Data' },
  { name: 'graph', title: 'Graph' },
  { name: 'inspect', title: 'Inspect' },
  { name: 'runs', title: 'Runs' },
];

/** Why training cannot start, in the words of a button's tooltip; true when it can. */
export function mayTrain(editor: Editor, trainer: Trainer): true | string {
  if (!trainer.client) return 'The engine is starting';
  if (trainer.busy) return 'A run is under way';
  if (editor.project.graph.nodes.length === 0) return 'Nothing drawn yet';
  const errors = editor.errors.length;
  if (errors === 1 && editor.errors[0]?.code === NO_OUTPUT) return 'Add an output to train';
  if (errors) return `Training waits for ${errors} ${errors === 1 ? 'problem' : 'problems'}`;
  return editor.analysis.program ? true : 'The network is not whole';
}

/** Commands of the whole window; those of the canvas stand in canvas/canvas-commands.ts. */
export function appCommands({ bridge, editor, session, trainer, view }: Around): Command[] {
  const showDock = (tab: DockTab) => {
    view.name = 'graph';
    view.dockOpen = true;
    view.dockForced = true;
    view.dockTab = tab;
  };
  const inProject = (): true | string => (view.screen === 'project' ? true : 'No project is open');
  const running = (): true | string => (trainer.busy ? true : 'No run is under way');
  const setTheme = (theme: View['theme']) => async () => {
    view.theme = theme;
    await bridge.changeSettings({ theme });
  };
  return [
    { id: 'file.new', title: 'New network', group: 'Do', keys: ['Mod+N'], run: () => session.create() },
    { id: 'file.open', title: 'Open…', group: 'Do', keys: ['Mod+O'], run: () => session.open() },
    {
      id: 'file.save',
      title: 'Save',
      group: 'Do',
      keys: ['Mod+S'],
      when: inProject,
      run: async () => void (await session.save()),
    },
    {
      id: 'file.saveAs',
      title: 'Save as…',
      group: 'Do',
      keys: ['Mod+Shift+S'],
      when: inProject,
      run: async () => void (await session.save({ as: true })),
    },
    {
      id: 'file.export',
      title: 'Export the trained model…',
      group: 'Do',
      keys: ['Mod+E'],
      when: inProject,
      run: () => {
        view.dialog = 'export';
      },
    },
    { id: 'file.start', title: 'Start page', group: 'Go to', when: inProject, run: () => session.leave() },
    {
      id: 'edit.undo',
      title: 'Undo',
      group: 'Do',
      keys: ['Mod+Z'],
      when: () => editor.canUndo || 'Nothing to undo',
      run: () => editor.undo(),
    },
    {
      id: 'edit.redo',
      title: 'Redo',
      group: 'Do',
      keys: ['Mod+Shift+Z', 'Mod+Y'],
      when: () => editor.canRedo || 'Nothing to redo',
      run: () => editor.redo(),
    },
    ...VIEWS.map(
      ({ name, title }, i): Command => ({
        id: `view.${name}`,
        title,
        group: 'Go to',
        keys: [`Mod+${i + 1}`],
        when: inProject,
        run: () => {
          view.name = name;
        },
      }),
    ),
    {
      id: 'view.palette',
      title: 'Commands',
      group: 'Go to',
      keys: ['Mod+K', 'Mod+Shift+P'],
      run: () => {
        view.commandsOpen = true;
      },
    },
    {
      id: 'view.findLayer',
      title: 'Find a layer',
      group: 'Go to',
      keys: ['/'],
      when: inProject,
      run: () => {
        view.name = 'graph';
        view.layerSearch++;
      },
    },
    {
      id: 'view.outline',
      title: 'Outline',
      group: 'Go to',
      keys: ['Mod+Shift+O'],
      when: inProject,
      run: () => {
        view.name = 'graph';
        view.outlineAsked++;
      },
    },
    {
      id: 'view.problems',
      title: 'Problems',
      group: 'Go to',
      when: inProject,
      run: () => showDock('problems'),
    },
    {
      id: 'view.gradients',
      title: 'Gradients',
      group: 'Go to',
      when: inProject,
      run: () => showDock('gradients'),
    },
    {
      id: 'view.analysis',
      title: 'Analysis',
      group: 'Go to',
      when: inProject,
      run: () => showDock('analysis'),
    },
    { id: 'view.themeSystem', title: 'Theme of the system', group: 'Do', run: setTheme('system') },
    { id: 'view.themeLight', title: 'Light theme', group: 'Do', run: setTheme('light') },
    { id: 'view.themeDark', title: 'Dark theme', group: 'Do', run: setTheme('dark') },
    {
      id: 'run.train',
      title: 'Train',
      group: 'Do',
      keys: ['Mod+Enter'],
      when: () => mayTrain(editor, trainer),
      run: async () => {
        const problems = await trainer.train(await bridge.runsFolderFor(editor.path ?? null));
        // Why a run is refused stands there with its cures, and in a small window nowhere else in sight.
        if (problems.length > 0) showDock('problems');
      },
    },
    {
      id: 'run.pause',
      title: 'Pause or go on',
      group: 'Do',
      keys: ['Mod+Shift+Enter'],
      when: running,
      run: () => (trainer.state === 'paused' ? trainer.go() : trainer.pause()),
    },
    { id: 'run.stop', title: 'Stop', group: 'Do', keys: ['Mod+Alt+Enter'], when: running, run: () => trainer.stop() },
    {
      id: 'app.settings',
      title: 'Settings',
      group: 'Go to',
      keys: ['Mod+,'],
      run: () => {
        view.dialog = 'settings';
      },
    },
    {
      id: 'help.keys',
      title: 'Keys',
      group: 'Go to',
      keys: ['?'],
      run: () => {
        view.dialog = 'keys';
      },
    },
    {
      id: 'help.about',
      title: 'About Netloom',
      group: 'Go to',
      run: () => {
        view.dialog = 'about';
      },
    },
    {
      id: 'help.doctor',
      title: 'What runs where',
      group: 'Go to',
      run: () => {
        view.dialog = 'doctor';
      },
    },
  ];
}
