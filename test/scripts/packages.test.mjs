import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completePackages, platformOfName } from '../../scripts/setup/lock-file.mjs';
import { packagesMatch } from '../../scripts/setup/packages.mjs';

const lock = {
  packages: {
    '': { name: 'netloom' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-win32-x64': { version: '2.0.0', optional: true },
  },
};

describe('whether the installed packages are those of the lock file', () => {
  it('accepts them, without the optional ones of other systems', () => {
    expect(packagesMatch(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true);
  });

  it('refuses a missing package, another version, and no installation', () => {
    expect(packagesMatch(lock, { packages: {} })).toBe(false);
    expect(packagesMatch(lock, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(false);
    expect(packagesMatch(lock, null)).toBe(false);
  });

  it('refuses an optional package of another version', () => {
    const installed = {
      packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-win32-x64': { version: '1.9.0' } },
    };
    expect(packagesMatch(lock, installed)).toBe(false);
  });
});

describe('completing the lock file', () => {
  it('reads system, processor and C library from a name', () => {
    expect(platformOfName('@biomejs/cli-darwin-arm64')).toEqual({ os: ['darwin'], cpu: ['arm64'] });
    expect(platformOfName('@oxc-parser/binding-linux-x64-gnu')).toEqual({
      os: ['linux'],
      cpu: ['x64'],
      libc: ['glibc'],
    });
    expect(platformOfName('@oxc-parser/binding-linux-arm-musleabihf')).toEqual({
      os: ['linux'],
      cpu: ['arm'],
      libc: ['musl'],
    });
    expect(platformOfName('fsevents')).toBe(null);
  });

  it('adds what a package offers and the file lacks', () => {
    const packages = {
      'node_modules/tool': {
        version: '1.2.3',
        dev: true,
        optionalDependencies: { 'tool-linux-x64': '1.2.3', 'tool-darwin-arm64': '1.2.3', fsevents: '^2.0.0' },
      },
      'node_modules/tool-linux-x64': { version: '1.2.3', dev: true, optional: true },
    };
    const complete = completePackages(packages);
    expect(Object.keys(complete)).toEqual([
      'node_modules/tool',
      'node_modules/tool-darwin-arm64',
      'node_modules/tool-linux-x64',
    ]);
    const added = { version: '1.2.3', os: ['darwin'], cpu: ['arm64'], dev: true, optional: true };
    expect(complete['node_modules/tool-darwin-arm64']).toEqual(added);
    expect(completePackages(complete)).toBe(complete);
  });

  it("leaves nothing to add to this project's own lock file (after npm install: node scripts/complete-lock.mjs)", () => {
    const own = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));
    expect(completePackages(own.packages)).toBe(own.packages);
  });
});
