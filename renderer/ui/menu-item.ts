import type { Family } from './families';
import type { GlyphName } from './glyphs';
import type { IconComponent } from './icon';

/** A row that does something. */
export interface MenuAction {
  label: string;
  onselect: () => void;
  icon?: IconComponent;
  /** A layer glyph in place of an icon. */
  glyph?: GlyphName;
  family?: Family;
  /** Shortcut, shown at the right. */
  keys?: string;
  /** Grey words at the right. */
  note?: string;
  /** On or off, for a row that toggles: a tick stands before it. */
  checked?: boolean;
  danger?: boolean;
  /** Switches the row off and says why. It can still be reached. */
  reason?: string | null;
}

/** A row that opens further rows beside it. */
export interface MenuBranch {
  label: string;
  icon?: IconComponent;
  items: readonly MenuEntry[];
}

/** What a menu is made of: actions, branches, headings and lines. */
export type MenuEntry = MenuAction | MenuBranch | { heading: string } | 'line';
