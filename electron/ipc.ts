import { type CallName, type Calls, callArguments } from './calls';

/** What the door looks at in a message's sender. */
export interface Caller {
  /** `null` once the frame has gone. */
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
  readonly sender: { readonly id: number };
}

/**
 * The one door between the page and main. It opens for our window's main frame on our own origin, for calls that
 * exist, with arguments of the declared form. Everything else rejects, without a word of what is inside.
 */
export function makeDoor(
  handlers: Calls,
  isTrusted: (caller: Caller) => boolean,
): (caller: Caller, name: unknown, args: unknown) => Promise<unknown> {
  return async (caller, name, args) => {
    if (!isTrusted(caller)) throw new Error('refused: not the window');
    if (typeof name !== 'string' || !Object.hasOwn(callArguments, name)) throw new Error('refused: no such call');
    const call = name as CallName;
    const checked = callArguments[call].safeParse(args);
    if (!checked.success) throw new Error(`refused: ${call} was called with wrong arguments`);
    return (handlers[call] as (...given: unknown[]) => Promise<unknown>)(...checked.data);
  };
}

/** Trusts the main frame of the window with this id, while it shows our own origin. */
export function trustsWindow(windowId: number, isOwnUrl: (url: string) => boolean) {
  return ({ sender, senderFrame }: Caller): boolean =>
    senderFrame !== null && senderFrame.parent === null && sender.id === windowId && isOwnUrl(senderFrame.url);
}
