import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { blocks } from '../engine/blocks/contract/registry';
import { layers } from '../engine/layers/contract/registry';

/** Longest a file may be, in lines: a file has one idea. Tests may list more cases. */
const MOST_LINES = { source: 300, test: 400 };

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const files = ['engine', 'electron', 'renderer', 'scripts', 'test'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte|mjs)$/.test(name) && !name.includes('node_modules'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
);
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const isSource = (file: string): boolean => !file.startsWith('test/');

interface Import {
  readonly file: string;
  /** A package (`zod`, `node:fs`), or a file of the project from its root, without its ending. */
  readonly target: string;
  /** Only types: nothing is left of it when the program runs. */
  readonly typeOnly: boolean;
}

/** Comments and nothing else taken away, so that what they quote is not taken for code. */
const withoutComments = (text: string): string =>
  text
    .replace(/(^|[\s{(;])\/\*[\s\S]*?\*\//gm, '$1')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1');

/** `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')`, `require('x')`. */
function importsIn(file: string, source: string): Import[] {
  const text = withoutComments(source);
  const found: Import[] = [];
  const add = (name: string | undefined, typeOnly: boolean) => {
    if (name === undefined) return;
    const target = name.startsWith('.') ? join(dirname(file), name).replaceAll('\\', '/') : name;
    found.push({ file, target: target.replace(/\.(ts|js|mjs)$/, ''), typeOnly });
  };
  for (const match of text.matchAll(/\b(import|export)\s+(type\s+)?([^'"();=]*?)\s*\bfrom\s*['"]([^'"]+)['"]/g)) {
    const names = /^\{([\s\S]*)\}$/.exec(match[3]?.trim() ?? '')?.[1];
    const allTypes = names?.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '));
    add(match[4], match[2] !== undefined || allTypes === true);
  }
  for (const match of text.matchAll(/\bimport\s*['"]([^'"]+)['"]/g)) add(match[1], false);
  for (const match of text.matchAll(/(typeof\s+)?\bimport\s*\(\s*['"`]([^'"`]+)['"`]\s*\)(?=(\s*\.\s*[A-Z])?)/g)) {
    add(match[2], match[1] !== undefined);
  }
  for (const match of text.matchAll(/\brequire\s*\(\s*['"]([^'"]+)['"]/g)) add(match[1], false);
  return found;
}

const imports = files.filter(isSource).flatMap((file) => importsIn(file, read(file)));
const text = ({ file, target }: Import): string => `${file} → ${target}`;

/** Rooms that hold no Node, no DOM and no TensorFlow, so that the window can have them as well as the engine. */
const PURE_ROOMS = [
  'graph',
  'layers',
  'blocks',
  'losses',
  'metrics',
  'optimizers',
  'schedules',
  'data',
  'prepare',
  'compile',
];
const isPure = (path: string): boolean =>
  PURE_ROOMS.some((room) => path.startsWith(`engine/${room}/`)) ||
  /^engine\/(protocol|link|train\/random)(\.ts)?$/.test(path);
const isTensorFlow = (target: string): boolean => target.startsWith('@tensorflow/');
const isNode = (target: string): boolean => target.startsWith('node:');

describe('the walls between rooms', () => {
  const breaches = (wrong: (edge: Import) => boolean): string[] => imports.filter(wrong).map(text);

  it('are seen by the test, in every form of import', () => {
    const source = `
      import a from 'a'; import type { B } from 'b'; import { type C } from 'c'; import { type D, d } from 'd';
      import 'e'; export { f } from './f'; const g = await import('g'); const h = require('h');
      import {
        i,
      } from "../i.ts"; type J = typeof import('j'); // import 'k'
      /* import 'l' */ export * from 'm';`;
    const found = importsIn('engine/graph/x.ts', source).map(
      ({ target, typeOnly }) => `${target}${typeOnly ? '?' : ''}`,
    );
    expect(found.sort()).toEqual(['a', 'b?', 'c?', 'd', 'e', 'engine/graph/f', 'engine/i', 'g', 'h', 'j?', 'm']);
    expect(files.length).toBeGreaterThan(200);
    expect(imports.length).toBeGreaterThan(500);
  });

  it('keep the pure rooms of the engine pure', () => {
    const allowed = (target: string) => isPure(`${target}`) || target === 'zod' || target === 'papaparse';
    expect(
      breaches(({ file, target, typeOnly }) => isPure(file) && !allowed(target) && !(typeOnly && isTensorFlow(target))),
    ).toEqual([]);
  });

  it('let zod check what comes from outside, and nothing else', () => {
    const mayCheck = (file: string) =>
      /^engine\/(graph|protocol|train|session|cli|formats|data)\b/.test(file) || file.startsWith('electron/');
    expect(breaches(({ file, target, typeOnly }) => target === 'zod' && !typeOnly && !mayCheck(file))).toEqual([]);
  });

  it('let only the native room load native TensorFlow, which the set-up only builds', () => {
    const may = /^(engine\/native|scripts\/setup)\//;
    const wrong = ({ file, target, typeOnly }: Import) => /tfjs-node/.test(target) && !typeOnly && !may.test(file);
    expect(breaches(wrong)).toEqual([]);
  });

  it('keep the engine apart from the window and from Electron', () => {
    expect(
      breaches(({ file, target }) => file.startsWith('engine/') && /^(renderer|electron)(\/|$)/.test(target)),
    ).toEqual([]);
  });

  it('keep Node, Electron and the rest of the engine out of the window', () => {
    const inWindow = imports.filter(({ file }) => file.startsWith('renderer/'));
    const wrong = ({ target, typeOnly }: Import) =>
      isNode(target) ||
      isTensorFlow(target) ||
      target === 'electron' ||
      (target.startsWith('electron/') && !(typeOnly && target === 'electron/bridge')) ||
      (target.startsWith('engine/') && !isPure(target));
    expect(inWindow.filter(wrong).map(text)).toEqual([]);
  });

  it('let the main process know the session and the protocol, and nothing of the window', () => {
    const known = /^engine\/(session|protocol|link|graph\/(problems?|parse|scan))(\/|$)/;
    const wrong = ({ file, target, typeOnly }: Import) =>
      file.startsWith('electron/') &&
      ((target.startsWith('engine/') && !known.test(target) && !typeOnly) || target.startsWith('renderer/'));
    expect(breaches(wrong)).toEqual([]);
  });

  it('have no doors that lead everywhere', () => {
    const barrels = files.filter((file) => isSource(file) && /^\s*export\s+\*/m.test(read(file)));
    const indices = files.filter((file) => isSource(file) && /\/index\.ts$/.test(file));
    expect([...barrels, ...indices]).toEqual([]);
  });
});

describe('what is known of a kind', () => {
  const kinds = [...layers.keys(), ...blocks.keys()].join('|');
  const literal = `['"\`](?:${kinds})['"\`]`;
  const patterns = [
    // A node's kind against a name; a picture's kind is another thing.
    new RegExp(`(?<!picture\\??\\.)\\bkind\\s*[!=]==?\\s*${literal}`),
    new RegExp(`${literal}\\s*[!=]==?\\s*[\\w.?]*\\bkind\\b`),
    new RegExp(`${literal}[^\\]\\n]*\\]\\s*\\.includes\\([^)]*\\bkind\\b`),
    /switch\s*\([^)]*\bnode\.kind\)/,
  ];

  it('stands in its own file: nothing else compares kinds', () => {
    const ownFile = (file: string) => /^engine\/(layers|blocks)\/[^/]+\.ts$/.test(file);
    const comparing = files
      .filter((file) => isSource(file) && !ownFile(file))
      .flatMap((file) =>
        withoutComments(read(file))
          .split('\n')
          .filter((line) => patterns.some((pattern) => pattern.test(line)))
          .map((line) => `${file}: ${line.trim()}`),
      );
    expect(comparing).toEqual([]);
  });

  it('is found by the patterns wherever somebody compares it', () => {
    const caught = [
      "if (node.kind === 'dense') {",
      "'conv2d' == kind",
      "['add', 'concatenate'].includes(node.kind)",
      'switch (node.kind) {',
    ];
    for (const line of caught) expect(patterns.some((pattern) => pattern.test(line))).toBe(true);
    for (const line of ["picture.kind === 'input'", "kind.role === 'input'", 'owner.kind !== node.kind']) {
      expect(patterns.some((pattern) => pattern.test(line))).toBe(false);
    }
  });
});

describe('the size of files', () => {
  const linesOf = (text: string): number => text.split('\n').length - 1;
  /** A component's styles are a list of their own, counted by themselves. */
  const longest = (text: string): number => {
    const style = /<style[\s\S]*<\/style>/.exec(text)?.[0] ?? '';
    return Math.max(linesOf(style), linesOf(text) - linesOf(style));
  };

  it.each(['source', 'test'] as const)('of the %s stays small', (part) => {
    const long = files
      .filter((file) => isSource(file) === (part === 'source'))
      .map((file) => ({ file, lines: longest(read(file)) }))
      .filter(({ lines }) => lines > MOST_LINES[part])
      .map(({ file, lines }) => `${file}: ${lines}`);
    expect(long).toEqual([]);
  });
});
