import type { Command } from '../commands/command';
import { blockCommands } from './block-commands';
import type { CanvasState } from './canvas-state.svelte';
import { editCommands } from './edit-commands';
import { nodeCommands } from './node-commands';
import { seeCommands } from './see-commands';

/**
 * Everything that can be done on the canvas, for its keys and context menus, and for the window's menus and command
 * palette. Single letters work only while the canvas has the focus.
 *
 * @param order nodes as Tab walks them, for `Select all`
 */
export const canvasCommands = (canvas: CanvasState, order: readonly string[] = []): Command[] => [
  ...editCommands(canvas),
  ...nodeCommands(canvas, order),
  ...blockCommands(canvas),
  ...seeCommands(canvas),
];
