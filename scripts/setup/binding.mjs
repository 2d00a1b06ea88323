/**
 * What stands between Node and TensorFlow: the binding, tfjs-node's unchanged C++ files, and the session, our own
 * (engine/native/session.cc). Both are compiled by the same line against the library that was found. The results are
 * N-API, so that one file serves Node and Electron.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { capture, findProgram, tail } from './command.mjs';
import { root } from './paths.mjs';
import { SetupProblem } from './problem.mjs';

const packageFolder = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
const outputFolder = join(packageFolder, 'lib', 'napi-v8');
const stampFile = join(outputFolder, 'inputs.sha256');
const sessionFolder = join(root, 'engine', 'native');

/** What is compiled: the file that comes of it, what it is told, and its sources. */
const PARTS = [
  {
    title: 'binding',
    output: join(outputFolder, 'tfjs_binding.node'),
    defines: ['-DNODE_GYP_MODULE_NAME=tfjs_binding'],
    sources: ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'],
  },
  {
    title: 'session',
    output: join(outputFolder, 'netloom_session.node'),
    defines: [],
    sources: ['session.cc', 'winograd-ops.cc', 'winograd.cc'].map((name) => join(sessionFolder, name)),
  },
];
const headers = join(root, 'node_modules', 'node-api-headers', 'include');

/** CUDA's libraries are loaded together with the binding, so that TensorFlow finds them by name without a search path. */
const CUDA_LIBRARY = /^lib(cudart|cublas|cublasLt|cufft|curand|cusolver|cusparse|cudnn|nccl|nvJitLink|cupti)\.so\.\d+$/;

/** The compiler to use, or null. */
export function findCompiler() {
  return ['c++', 'g++', 'clang++'].find((name) => findProgram(name)) ?? null;
}

/** The names behind `-l` for the files of a library folder: the wheel's library, or the archive's. */
export function linkNames(files, cuda) {
  const has = (name) => files.some((file) => file.startsWith(`lib${name}.`));
  const main = has('tensorflow_cc') ? ['tensorflow_cc'] : ['tensorflow'];
  if (!has(main[0])) return [];
  const names = has('tensorflow_framework') ? [...main, 'tensorflow_framework'] : main;
  const extra = cuda ? files.filter((file) => CUDA_LIBRARY.test(file)).map((file) => `:${file}`) : [];
  return [...names, ...extra];
}

/** The compiler's arguments, relative to the package's folder. */
export function compilerArguments(platform, names, { defines, sources }, output) {
  const origin = platform === 'darwin' ? '@loader_path' : '$ORIGIN';
  const shared =
    platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-Wl,--no-as-needed'];
  return [
    ...['-O3', '-fPIC', '-std=c++17', ...shared, '-DNAPI_VERSION=8', ...defines],
    ...[`-I${headers}`, '-Ideps/include', '-I..', ...sources, '-Ldeps/lib'],
    ...[...names.map((name) => `-l${name}`), `-Wl,-rpath,${origin}/../../deps/lib`, '-o', output],
  ];
}

/** One number for all that the binding and the session are made of. */
function inputsHash(names, folder) {
  const lines = PARTS.map((part) => compilerArguments(process.platform, names, part, part.output));
  const hash = createHash('sha256').update(JSON.stringify([lines, folder]));
  const sources = [
    ...readdirSync(join(packageFolder, 'binding')).map((name) => join(packageFolder, 'binding', name)),
    ...readdirSync(sessionFolder)
      .filter((name) => /\.(cc|h)$/.test(name))
      .map((name) => join(sessionFolder, name)),
  ];
  for (const file of sources.sort()) hash.update(readFileSync(file));
  return hash.digest('hex');
}

/** Whether what is compiled is there with its library, and made from these inputs. */
export function bindingReady(folder, cuda) {
  try {
    const names = linkNames(readdirSync(join(folder, 'lib')), cuda);
    return (
      PARTS.every(({ output }) => existsSync(output)) &&
      existsSync(join(packageFolder, 'deps', 'lib')) &&
      readFileSync(stampFile, 'utf8') === inputsHash(names, folder)
    );
  } catch {
    return false;
  }
}

/** Loads both in a process of its own, multiplies two matrices and opens a session. */
async function tryBinding() {
  const code =
    "const tf=require('@tensorflow/tfjs-node-gpu');" +
    'console.log(JSON.stringify(Array.from(tf.matMul(tf.tensor2d([[1,2],[3,4]]),tf.tensor2d([[5,6],[7,8]])).dataSync())));' +
    `const s=require(${JSON.stringify(PARTS[1].output)});` +
    's.open(new Uint8Array(0),new Uint8Array(0)).then((one)=>{console.log("sessions",s.count());s.close(one)});';
  const shim = "const u=require('util');u.isNullOrUndefined??=(v)=>v==null;u.isArray??=Array.isArray;";
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' };
  const {
    code: exit,
    stdout,
    stderr,
  } = await capture(process.execPath, ['-e', shim + code], { env, timeout: 120_000 });
  if (exit !== 0 || !stdout.includes('[19,22,43,50]') || !stdout.includes('sessions 1')) {
    throw new SetupProblem(`The compiled binding does not work: ${tail(stderr, 4) || stdout}`);
  }
}

/** Links the library into the package's folder, compiles the binding and the session and tries them. */
export async function compileBinding(folder, cuda) {
  const names = linkNames(readdirSync(join(folder, 'lib')), cuda);
  if (names.length === 0) throw new SetupProblem(`${folder} has no libtensorflow in its lib folder`);
  const compiler = findCompiler();
  if (!compiler) {
    throw new SetupProblem('no C++ compiler was found (Debian: apt-get install g++; macOS: xcode-select --install)');
  }
  const link = join(packageFolder, 'deps');
  rmSync(link, { recursive: true, force: true });
  symlinkSync(folder, link, 'junction');
  mkdirSync(outputFolder, { recursive: true });
  for (const part of PARTS) {
    const partial = `${part.output}.partial`;
    const args = compilerArguments(process.platform, names, part, partial);
    const { code, stderr } = await capture(compiler, args, { cwd: packageFolder });
    if (code !== 0) throw new SetupProblem(`The ${part.title} could not be compiled:\n${tail(stderr)}`);
    renameSync(partial, part.output);
  }
  await tryBinding();
  writeFileSync(stampFile, inputsHash(names, folder));
}
