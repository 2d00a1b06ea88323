/**
 * Completes package-lock.json after `npm install`. A registry mirror that lacks the builds for other systems makes npm
 * leave them out of the lock file, and `npm ci` then refuses it everywhere. The names, versions and systems all follow
 * from the package that offers them, so that they can be filled in; npm skips those that do not fit the machine.
 */
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x'];

/** What a platform package's name says: "…-linux-arm64-musl" → linux, arm64, musl; null for another name. */
export function platformOfName(name) {
  const parts = name.split(/[/-]/);
  const system = SYSTEMS.find((candidate) => parts.includes(candidate));
  const processor = PROCESSORS.find((candidate) => parts.includes(candidate));
  if (!system || !processor) return null;
  const library = /musl/.test(name) ? ['musl'] : parts.some((part) => /^gnu/.test(part)) ? ['glibc'] : null;
  return { os: [system], cpu: [processor], ...(library && { libc: library }) };
}

/** The lock file's packages with every optional platform package of an exact version; the same object when complete. */
export function completePackages(packages) {
  const added = {};
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const platform = platformOfName(name);
      const present = `node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages;
      if (present || !platform || !/^\d+\.\d+\.\d+[\w.-]*$/.test(version)) continue;
      added[`node_modules/${name}`] = { version, ...platform, ...(entry.dev && { dev: true }), optional: true };
    }
  }
  if (Object.keys(added).length === 0) return packages;
  const all = { ...packages, ...added };
  return Object.fromEntries(
    Object.keys(all)
      .sort(compareText)
      .map((path) => [path, all[path]]),
  );
}

/** The order that npm writes. */
function compareText(a, b) {
  return a.localeCompare(b, 'en');
}
