import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** The window's own origin. A scheme of ours has no host names to look up and no files outside its folder. */
export const APP_SCHEME = 'app';
const APP_HOST = 'netloom';
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/index.html`;

/** What a page of ours may load: its own files, and pictures that it drew itself. Nothing inline, nothing remote. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
};

/** Whether a URL lies in the app's own origin. */
export function isAppUrl(url: string): boolean {
  try {
    const { protocol, host, username, password } = new URL(url);
    return protocol === `${APP_SCHEME}:` && host === APP_HOST && username === '' && password === '';
  } catch {
    return false;
  }
}

/**
 * The file in `folder` that an app:// URL names, or `null` when it names none: another origin, a way out of the folder
 * (`..` in any spelling, an absolute path, a drive), a NUL, a backslash, or a type that the page has no use for.
 */
export function resolveAppFile(folder: string, url: string): string | null {
  const origin = `${APP_SCHEME}://${APP_HOST}`;
  if (!isAppUrl(url) || !url.startsWith(`${origin}/`)) return null;
  // Not URL.pathname: it would quietly fold `..` away, and what asks for that is refused instead.
  const rawPath = url.slice(origin.length).split(/[?#]/, 1)[0] ?? '';
  let path: string;
  try {
    path = decodeURIComponent(rawPath);
  } catch {
    return null;
  }
  // A per cent sign left over was encoded twice; a colon is a drive or a stream on Windows.
  if (/[\p{Cc}\\%:]/u.test(path)) return null;
  const segments = path.split('/').slice(1);
  if (segments.some((segment) => segment === '' || segment.startsWith('.'))) return null;
  if (MEDIA_TYPES[extname(path).toLowerCase()] === undefined) return null;
  const file = join(folder, ...segments);
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? file : null;
}

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const refuse = (status: number) =>
  new Response(null, { status, headers: { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' } });

/** Answers requests of the page with files of `folder`, each under the policy above. Never rejects. */
export function serveAppFiles(folder: string): (request: Pick<Request, 'method' | 'url'>) => Promise<Response> {
  return async ({ method, url }) => {
    if (method !== 'GET') return refuse(405);
    const file = resolveAppFile(folder, url);
    if (file === null) return refuse(404);
    try {
      const content = await readFile(file);
      const type = MEDIA_TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream';
      return new Response(new Uint8Array(content), { headers: { ...HEADERS, 'Content-Type': type } });
    } catch {
      return refuse(404);
    }
  };
}
