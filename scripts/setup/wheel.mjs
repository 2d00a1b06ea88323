/** Native TensorFlow from PyPI's wheels: fetched by pip, checked, and only the library and the C headers kept. */
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { capture, tail } from './command.mjs';
import { checksum, completeFolder, folderSize, writeJson } from './files.mjs';
import { NVIDIA_WHEELS } from './native-sources.mjs';
import { SetupProblem } from './problem.mjs';
import { formatSize } from './progress.mjs';

/** Unpacks the members whose name starts with a given prefix; the prefix is replaced. Arguments: wheel, folder, pairs. */
const UNPACK = `
import os, shutil, sys, zipfile
wheel, folder = sys.argv[1:3]
pairs = [pair.split('=') for pair in sys.argv[3:]]
with zipfile.ZipFile(wheel) as archive:
    for member in archive.infolist():
        for prefix, target in pairs:
            if member.filename.startswith(prefix) and not member.is_dir() and not member.filename.endswith('.py'):
                path = os.path.realpath(os.path.join(folder, target + member.filename[len(prefix):]))
                if not path.startswith(os.path.realpath(folder) + os.sep): sys.exit('unsafe name ' + member.filename)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with archive.open(member) as source, open(path, 'wb') as sink: shutil.copyfileobj(source, sink, 1 << 20)
                break
`;

/** What the binding needs of the TensorFlow wheel; the rest (Python code, tests) is left in the wheel. */
const KEPT = [
  'tensorflow/libtensorflow_cc.=lib/libtensorflow_cc.',
  'tensorflow/libtensorflow_framework.=lib/libtensorflow_framework.',
  'tensorflow/include/tensorflow/c/=include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/platform/ctstring=include/tensorflow/core/platform/ctstring',
  'tensorflow/include/tsl/platform/ctstring=include/tsl/platform/ctstring',
  'tensorflow/include/xla/tsl/c/=include/xla/tsl/c/',
];

/** The Python that has pip, or null. */
export async function findPython() {
  for (const name of process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python']) {
    if ((await capture(name, ['-m', 'pip', '--version'])).code === 0) return name;
  }
  return null;
}

/** Fetches a wheel into `folder` (a complete one left by an interrupted set-up is reused) and checks it. */
async function fetchWheel(python, wheel, folder, note) {
  const prefix = `${wheel.package.replaceAll('-', '_')}-${wheel.version}-`;
  const find = () => (existsSync(folder) ? readdirSync(folder).find((name) => name.startsWith(prefix)) : undefined);
  const left = find();
  if (left) {
    if ((await checksum(join(folder, left))) === wheel.sha256) return join(folder, left);
    rmSync(join(folder, left));
  }
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary, { recursive: true });
  const timer = setInterval(() => note(`${wheel.package} ${formatSize(folderSize(temporary))}`), 500);
  // Older systems' tags are accepted by newer systems, but pip only expands them for the machine it runs on.
  const tags = [
    wheel.tag,
    'manylinux_2_18_x86_64',
    'manylinux_2_17_x86_64',
    'manylinux2014_x86_64',
    'manylinux2010_x86_64',
  ];
  const platforms = wheel.package.startsWith('nvidia-') ? tags : [wheel.tag];
  const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--no-cache-dir', '--disable-pip-version-check'];
  args.push(
    '--only-binary=:all:',
    '--python-version',
    '3.11',
    '--implementation',
    'cp',
    '--abi',
    'cp311',
    '--abi',
    'none',
  );
  args.push(...platforms.flatMap((tag) => ['--platform', tag]), '--dest', folder, `${wheel.package}==${wheel.version}`);
  const environment = { ...process.env, TMPDIR: temporary, TEMP: temporary };
  const result = await capture(python, args, { env: environment }).finally(() => clearInterval(timer));
  rmSync(temporary, { recursive: true, force: true });
  const name = find();
  if (result.code !== 0 || !name) {
    throw new SetupProblem(`pip could not fetch ${wheel.package} ${wheel.version}: ${tail(result.stderr, 2)}`);
  }
  note(`checking ${wheel.package}`);
  const found = await checksum(join(folder, name));
  if (found !== wheel.sha256) {
    rmSync(join(folder, name));
    throw new SetupProblem(`The checksum of ${name} is ${found}, not ${wheel.sha256} as pinned: the file was refused`);
  }
  return join(folder, name);
}

/** Unpacks the kept parts of a wheel. */
async function unpack(python, path, folder, pairs) {
  const { code, stderr } = await capture(python, ['-c', UNPACK, path, folder, ...pairs]);
  if (code !== 0) throw new SetupProblem(`The wheel could not be unpacked: ${tail(stderr, 3)}`);
}

/** The linker looks for names without a version: libtensorflow_cc.so → libtensorflow_cc.so.2. */
function linkPlainNames(folder) {
  for (const name of readdirSync(folder)) {
    const plain = name.replace(/\.so\.[\d.]+$/, '.so').replace(/\.[\d.]+\.dylib$/, '.dylib');
    if (plain !== name && !existsSync(join(folder, plain))) symlinkSync(name, join(folder, plain));
  }
}

/** Puts all of NVIDIA's libraries beside TensorFlow's, where its own search path looks ($ORIGIN). */
function linkNvidiaLibraries(folder) {
  for (const name of readdirSync(join(folder, 'nvidia'))) {
    const libraries = join(folder, 'nvidia', name, 'lib');
    if (!existsSync(libraries)) continue;
    for (const library of readdirSync(libraries).filter((file) => file.includes('.so'))) {
      const link = join(folder, 'lib', library);
      if (!existsSync(link)) symlinkSync(join('..', 'nvidia', name, 'lib', library), link);
    }
  }
}

/** Makes the library folder of a wheel source in the cache; answers its path and what it took. */
export async function provideWheel(source, cache, note) {
  const folder = join(cache, source.name);
  if (existsSync(join(folder, 'complete.json'))) return { folder, detail: 'from the cache' };
  const python = await findPython();
  if (!python)
    throw new SetupProblem('no Python with pip was found to fetch the wheel from PyPI (install python3-pip)');
  const downloads = join(cache, 'downloads');
  const wheels = source.cuda ? [source.wheel, ...NVIDIA_WHEELS] : [source.wheel];
  const paths = [];
  for (const wheel of wheels) paths.push(await fetchWheel(python, wheel, downloads, note));
  const fetched = folderSize(downloads);
  note('unpacking');
  await completeFolder(folder, async (partial) => {
    await unpack(python, paths[0], partial, KEPT);
    for (const path of paths.slice(1)) await unpack(python, path, partial, ['nvidia/=nvidia/']);
    linkPlainNames(join(partial, 'lib'));
    if (source.cuda) linkNvidiaLibraries(partial);
    writeJson(join(partial, 'complete.json'), { version: source.version, wheels: wheels.map((wheel) => wheel.sha256) });
  });
  for (const path of paths) rmSync(path);
  return { folder, detail: `${formatSize(fetched)} fetched, ${formatSize(folderSize(folder))} kept` };
}
