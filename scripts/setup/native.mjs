/**
 * Native TensorFlow for this checkout: the first source that can be had and works, else the portable backend with
 * the reason in words. The outcome stands in node_modules/.netloom/native.json, which the engine and `doctor` read:
 *
 *   kind     'native' | 'portable'
 *   source   'folder' | 'wheel' | 'archive' (native only)
 *   library  folder with lib/ and include/ (native only)
 *   version  TensorFlow's version, or 'unknown' for a named folder (native only)
 *   cuda     whether the library has CUDA kernels
 *   reason   why the backend is portable, or why CUDA is not used; '' when nothing was refused
 *   folder   what LIBTENSORFLOW named, or ''
 *   gpuFailed  true when CUDA was asked for and could not be had
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { provideArchive } from './archive.mjs';
import { bindingReady, compileBinding } from './binding.mjs';
import { capture } from './command.mjs';
import { readJson, writeJson } from './files.mjs';
import { nativeSources, nativeStillValid, wantsCuda } from './native-sources.mjs';
import { cacheFolder, stateFolder } from './paths.mjs';
import { SetupProblem } from './problem.mjs';
import { say, stage } from './progress.mjs';
import { provideWheel } from './wheel.mjs';

export const nativeStatusFile = join(stateFolder, 'native.json');

const namedFolder = () => (process.env.LIBTENSORFLOW ? resolve(process.env.LIBTENSORFLOW) : '');

/** Whether nothing has to be done for native TensorFlow. */
export function nativeReady({ gpu = false, refresh = false }) {
  const status = readJson(nativeStatusFile);
  if (!nativeStillValid(status, { folder: namedFolder(), gpuAsked: gpu, refresh })) return false;
  return status.kind === 'portable' || bindingReady(status.library, status.cuda);
}

/** Whether an NVIDIA driver answers on this machine. */
async function driverAnswers() {
  const { code, stdout } = await capture('nvidia-smi', ['-L'], { timeout: 10_000 });
  return code === 0 && stdout.includes('GPU');
}

/** The folder of a source, fetched when it is not there. */
async function provide(source, note) {
  if (source.kind === 'wheel') return provideWheel(source, cacheFolder(), note);
  if (source.kind === 'archive') return provideArchive(source, cacheFolder(), note);
  if (!existsSync(join(source.folder, 'lib')) || !existsSync(join(source.folder, 'include'))) {
    throw new SetupProblem(
      `LIBTENSORFLOW names ${source.folder}, which has no lib and include folders.`,
      'Name a folder with lib/libtensorflow* and include/tensorflow/c/c_api.h, or unset the variable.',
    );
  }
  return { folder: source.folder, detail: source.folder };
}

/** Provides the library and the binding, and records the outcome. */
export async function installNative({ gpu = false }) {
  const { platform, arch } = process;
  const folder = namedFolder();
  const cuda = !folder && wantsCuda({ gpuAsked: gpu, driverAnswers: await driverAnswers(), platform, arch });
  const refused = [];
  for (const source of nativeSources({ folder, cuda, platform, arch })) {
    const title = `TensorFlow ${source.version ?? ''} ${source.cuda ? 'with CUDA' : 'for the CPU'}`.replace('  ', ' ');
    try {
      let library = '';
      await stage(`${title} (${source.kind})`, async (note) => {
        const provided = await provide(source, note);
        library = provided.folder;
        return provided.detail;
      });
      if (!bindingReady(library, source.cuda)) {
        await stage('TensorFlow binding', async () => {
          await compileBinding(library, source.cuda);
          return 'compiled and tried';
        });
      }
      const gpuFailed = gpu && !source.cuda;
      const reason = refused.join('; ');
      const version = source.version ?? 'unknown';
      writeJson(nativeStatusFile, {
        ...{ kind: 'native', source: source.kind, library, version, cuda: source.cuda, reason, folder, gpuFailed },
      });
      return;
    } catch (error) {
      if (!(error instanceof SetupProblem) || source.kind === 'folder') throw error;
      refused.push(`${title} (${source.kind}): ${error.message}`);
      say(`    ${error.message}`);
    }
  }
  const reason = refused.join('; ') || `no native TensorFlow is published for ${platform} ${arch}`;
  writeJson(nativeStatusFile, { kind: 'portable', cuda: false, reason, folder, gpuFailed: gpu });
  say('  Native TensorFlow cannot be had here: the portable backend serves instead, slower but complete.');
  say('  `npm run setup` tries again.');
}
