import { describe, expect, it } from 'vitest';
import { installedNames, missingPackages } from '../../scripts/setup/debian.mjs';
import { cacheFolder } from '../../scripts/setup/paths.mjs';
import { formatSize, formatTime } from '../../scripts/setup/progress.mjs';
import { isRootHelper } from '../../scripts/setup/sandbox.mjs';
import { versionAtLeast } from '../../scripts/setup/version.mjs';
import { mountOptions, userEnvironment } from '../../scripts/testing/ordinary-user.mjs';

describe('the machine', () => {
  it('needs Node 18.15 or newer', () => {
    expect(
      ['18.14.2', '16.20.0', '18.15.0', '20.0.0', '24.1.0'].map((version) => versionAtLeast(version, [18, 15])),
    ).toEqual([false, false, true, true, true]);
  });

  it('keeps downloads where the system keeps caches', () => {
    expect(cacheFolder({}, 'linux', '/home/ada')).toBe('/home/ada/.cache/netloom');
    expect(cacheFolder({ XDG_CACHE_HOME: '/var/cache/ada' }, 'linux', '/home/ada')).toBe('/var/cache/ada/netloom');
    expect(cacheFolder({ NETLOOM_CACHE: '/mnt/x', XDG_CACHE_HOME: '/y' }, 'linux', '/home/ada')).toBe('/mnt/x');
    expect(cacheFolder({}, 'darwin', '/Users/ada')).toBe('/Users/ada/Library/Caches/netloom');
  });

  it('tells which system packages are missing, renamed ones included', () => {
    const listing = 'libgtk-3-0t64:amd64 installed\nlibnss3:amd64 installed\nxvfb config-files\n';
    const installed = installedNames(listing);
    expect(missingPackages(['libgtk-3-0', 'libnss3', 'xvfb', 'xauth'], installed)).toEqual(['xvfb', 'xauth']);
  });

  it('reads the mount options of the nearest mount point', () => {
    const mounts = 'disk / ext4 rw,relatime 0 0\ntmpfs /tmp tmpfs rw,nosuid,nodev 0 0\n';
    expect(mountOptions(mounts, '/tmp')).toContain('nosuid');
    expect(mountOptions(mounts, '/tmpx')).not.toContain('nosuid');
    expect(mountOptions(mounts, '/var/tmp')).toEqual(['rw', 'relatime']);
  });

  it("gives the test user nothing of root's own", () => {
    const root = {
      HOME: '/root',
      PATH: '/bin',
      ARGS: 'x',
      npm_config_cache: '/root/.npm',
      XDG_RUNTIME_DIR: '/run/0',
      LANG: 'C',
    };
    const user = { home: '/home/netloom-test' };
    expect(userEnvironment(root, user, '/usr/bin/node')).toEqual({
      HOME: '/home/netloom-test',
      USER: 'netloom-test',
      LOGNAME: 'netloom-test',
      PATH: '/usr/bin:/bin',
      LANG: 'C',
    });
  });
});

describe('sizes and times in the progress lines', () => {
  it('writes them as people read them', () => {
    expect([0, 999, 1000, 273829956, 854_400_000, 999_600_000].map(formatSize)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '274 MB',
      '854 MB',
      '1.0 GB',
    ]);
    expect([40, 4321, 59_940, 59_960, 83_456].map(formatTime)).toEqual([
      '0.0 s',
      '4.3 s',
      '59.9 s',
      '1 min 0 s',
      '1 min 23 s',
    ]);
  });
});

describe("Electron's sandbox helper", () => {
  it('counts only when it is root that it runs as', () => {
    expect(isRootHelper({ uid: 0, mode: 0o104755 })).toBe(true);
    expect(isRootHelper({ uid: 1000, mode: 0o104755 })).toBe(false);
    expect(isRootHelper({ uid: 0, mode: 0o100755 })).toBe(false);
  });
});
