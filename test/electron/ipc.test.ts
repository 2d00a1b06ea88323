import { describe, expect, it } from 'vitest';
import { isAppUrl } from '../../electron/app-protocol';
import { type Calls, callArguments } from '../../electron/calls';
import { type Caller, makeDoor, trustsWindow } from '../../electron/ipc';

const PAGE: Caller = { sender: { id: 7 }, senderFrame: { url: 'app://netloom/index.html', parent: null } };
const trusted = trustsWindow(7, isAppUrl);

/** Handlers that write down what reaches them. */
function door() {
  const reached: [string, ...unknown[]][] = [];
  const names = Object.keys(callArguments);
  const handlers = Object.fromEntries(
    names.map((name) => [name, async (...args: unknown[]) => void reached.push([name, ...args])]),
  ) as unknown as Calls;
  return { reached, knock: makeDoor(handlers, trusted) };
}

describe('who may knock', () => {
  it.each<[string, Caller]>([
    ['another window', { ...PAGE, sender: { id: 8 } }],
    ['a frame inside the page', { ...PAGE, senderFrame: { url: 'app://netloom/index.html', parent: {} } }],
    ['a page from elsewhere', { ...PAGE, senderFrame: { url: 'https://example.org/', parent: null } }],
    ['a page of a similar name', { ...PAGE, senderFrame: { url: 'app://netloom.example/', parent: null } }],
    ['a file', { ...PAGE, senderFrame: { url: 'file:///index.html', parent: null } }],
    ['an empty page', { ...PAGE, senderFrame: { url: '', parent: null } }],
    ['a frame that has gone', { ...PAGE, senderFrame: null }],
  ])('not %s', async (_name, caller) => {
    const { knock, reached } = door();
    await expect(knock(caller, 'settings', [])).rejects.toThrow('refused: not the window');
    expect(reached).toEqual([]);
  });

  it('our window', async () => {
    const { knock, reached } = door();
    await knock(PAGE, 'settings', []);
    expect(reached).toEqual([['settings']]);
  });
});

describe('what they may ask', () => {
  it.each(['', 'toString', '__proto__', 'constructor', 'hasOwnProperty', 'eval', 5, null, undefined, ['settings']])(
    'not %j',
    async (name) => {
      await expect(door().knock(PAGE, name, [])).rejects.toThrow('refused: no such call');
    },
  );

  it.each<[string, unknown]>([
    ['settings', ['more']],
    ['settings', undefined],
    ['settings', {}],
    ['openProject', [5]],
    ['openProject', ['']],
    ['openProject', ['/a\0.netloom']],
    ['openProject', ['/a'.repeat(3000)]],
    ['openProject', ['/a.netloom', { readOnly: 'yes' }]],
    ['openProject', ['/a.netloom', {}, 'more']],
    ['saveProject', []],
    ['saveProject', [{ text: 5, suggestedName: 'a' }]],
    ['saveProject', [{ text: '{}', suggestedName: 'a', mode: 0o777 }]],
    ['journalWrite', [{ id: '../../x', path: null, title: '', text: '' }]],
    ['journalDiscard', ['../settings']],
    ['changeSettings', [{ window: { x: 0 } }]],
    ['chooseFile', [{ title: 'x', filters: [{ name: 'x', extensions: ['../'] }] }]],
    ['openLink', ['http://example.org']],
    ['openLink', ['file:///etc/passwd']],
    ['openLink', ['javascript:alert(1)']],
    ['openLink', ['smb://host/share']],
    ['windowAction', ['explode']],
    ['setProgress', [2]],
    ['setProgress', [Number.NaN]],
    ['notify', [{ title: 'x' }]],
    ['setMenuState', [{ disabled: ['file.quit'], checked: [] }]],
    ['setDocumentState', [{ title: 'x', path: null, dirty: 'no' }]],
  ])('not %s with %j', async (name, args) => {
    const { knock, reached } = door();
    await expect(knock(PAGE, name, args)).rejects.toThrow('wrong arguments');
    expect(reached).toEqual([]);
  });

  it('but no more of a title than a window shows', async () => {
    const { knock, reached } = door();
    const state = { title: 'x'.repeat(10_000_000), path: null, dirty: false };
    await knock(PAGE, 'setDocumentState', [state]);
    expect(reached).toEqual([['setDocumentState', { ...state, title: 'x'.repeat(500) }]]);
  });

  it.each<[string, unknown[]]>([
    ['openProject', []],
    ['openProject', ['/a.netloom', { readOnly: true }]],
    ['saveProject', [{ path: '/a.netloom', text: '{}', suggestedName: 'a', overwrite: true }]],
    ['saveProject', [{ text: '{}', suggestedName: '' }]],
    ['journalWrite', [{ id: 'a-1', path: null, title: 'x', text: '{}' }]],
    ['changeSettings', [{ theme: 'dark', panes: { dock: 264 } }]],
    ['chooseFile', [{ title: 'Open a table', filters: [{ name: 'Tables', extensions: ['csv', 'tar.gz'] }] }]],
    ['openLink', ['https://arxiv.org/abs/1512.03385']],
    ['setProgress', [null]],
    ['setMenuState', [{ disabled: ['run.stop'], checked: ['view.graph'] }]],
  ])('%s with %j', async (name, args) => {
    const { knock, reached } = door();
    await knock(PAGE, name, args);
    expect(reached).toEqual([[name, ...args]]);
  });
});
