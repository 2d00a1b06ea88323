import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY, isAppUrl, resolveAppFile, serveAppFiles } from '../../electron/app-protocol';

const FOLDER = join(tmpdir(), 'out', 'renderer');
const resolved = (path: string) => resolveAppFile(FOLDER, `app://netloom${path}`);

describe('files of the page', () => {
  it.each(['/index.html', '/assets/index-Bx1.js', '/assets/inter latin.woff2'])('serves %s', (path) => {
    expect(resolved(path)).toBe(join(FOLDER, ...path.split('/')));
  });

  it('looks past query and fragment, and decodes once', () => {
    expect(resolved('/index.html?view=graph#top')).toBe(join(FOLDER, 'index.html'));
    expect(resolved('/assets/a%20b.css')).toBe(join(FOLDER, 'assets', 'a b.css'));
  });

  it.each([
    ['parent', '/../secret.json'],
    ['parent inside', '/assets/../../secret.json'],
    ['encoded parent', '/%2e%2e/secret.json'],
    ['half encoded parent', '/.%2E/secret.json'],
    ['encoded separator', '/assets%2f..%2f..%2fsecret.json'],
    ['twice encoded', '/%252e%252e/secret.json'],
    ['absolute', '//etc/passwd.json'],
    ['encoded absolute', '/%2fetc/passwd.json'],
    ['backslash', '/..\\secret.json'],
    ['encoded backslash', '/..%5csecret.json'],
    ['drive', '/C:/secret.json'],
    ['alternate stream', '/index.html:secret.js'],
    ['NUL', '/index.html%00.js'],
    ['line break', '/index%0a.html'],
    ['hidden file', '/.git/config.json'],
    ['broken encoding', '/%zz.html'],
    ['broken UTF-8', '/%ff.html'],
    ['no file', '/'],
    ['nothing', ''],
    ['a type the page has no use for', '/main.cjs'],
  ])('refuses %s', (_name, path) => {
    expect(resolved(path)).toBeNull();
  });

  it.each([
    'app://other/index.html',
    'app://netloom.evil/index.html',
    'app://user@netloom/index.html',
    'app://netloom:80/index.html',
    'file:///index.html',
    'https://netloom/index.html',
    'not a URL',
    ' app://netloom/index.html',
  ])('refuses %s', (url) => {
    expect(resolveAppFile(FOLDER, url)).toBeNull();
  });

  it('knows its own origin', () => {
    expect(isAppUrl('app://netloom/index.html')).toBe(true);
    expect(isAppUrl('app://netloom.evil/')).toBe(false);
    expect(isAppUrl('about:blank')).toBe(false);
    expect(isAppUrl('')).toBe(false);
  });
});

describe('answers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'netloom-page-'));
  writeFileSync(join(folder, 'index.html'), '<p>Grüße</p>');
  const serve = serveAppFiles(folder);

  it('carry the policy and the type', async () => {
    const answer = await serve({ method: 'GET', url: 'app://netloom/index.html' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await answer.text()).toBe('<p>Grüße</p>');
  });

  it('carry the policy when they refuse', async () => {
    const missing = await serve({ method: 'GET', url: 'app://netloom/none.html' });
    expect(missing.status).toBe(404);
    expect(missing.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect((await serve({ method: 'GET', url: 'app://netloom/../x.json' })).status).toBe(404);
    expect((await serve({ method: 'POST', url: 'app://netloom/index.html' })).status).toBe(405);
  });

  it('allow no script or style but the files of the app', () => {
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|https?:|\*|blob:/);
  });
});
