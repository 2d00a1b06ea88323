/** Something a person can do, shared by the menus, the command palette and the keys. */
export interface Command {
  /** `group.name`; those that the native menu sends are named in electron/bridge.ts. */
  readonly id: string;
  readonly title: string;
  /** Under which head the command palette lists it. */
  readonly group: 'Go to' | 'Add' | 'Do';
  /** Keys in the form `Mod+Shift+S`; Mod is Ctrl, on a Mac Cmd. Single letters work on the canvas only. */
  readonly keys?: readonly string[];
  readonly glyph?: string;
  /** Its keys work only while the canvas has the focus. */
  readonly canvasOnly?: boolean;
  /** True, or the reason why not, shown where it would be chosen. */
  readonly when?: () => true | string;
  readonly run: () => void | Promise<void>;
}
