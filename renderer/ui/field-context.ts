import { getContext, setContext } from 'svelte';

/** The ids that tie a control to the label of the row it stands in. */
export interface FieldLabel {
  /** Id for the control, which the row's `<label for>` names. */
  id: string;
  /** Id of the label itself, for groups: `aria-labelledby`. */
  labelId: string;
}

const key = Symbol('field label');

/** Called by a row: the controls inside take their name from its label. */
export function provideFieldLabel(label: FieldLabel): void {
  setContext(key, label);
}

/** The label of the row around, if there is one. */
export function fieldLabel(): FieldLabel | undefined {
  return getContext<FieldLabel | undefined>(key);
}
