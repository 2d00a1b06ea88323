/** Names of the three lines between main and the preload script. Apart from calls.ts, to keep its schemas out there. */
export const CALL_CHANNEL = 'netloom:call';
export const TELL_CHANNEL = 'netloom:tell';
export const ENGINE_CHANNEL = 'netloom:engine';
