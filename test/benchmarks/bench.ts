import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '../bundle';
import { measure, nameOf, type Side, type Task, type Variant } from './measure';
import { benchmarkNets } from './nets/all';
import type { BenchmarkNet } from './nets/net';
import { type Peers, providePeers } from './peers/environment';
import { aligned, complaints, meanRatio, objectOf, tableOf } from './report';
import { addResult, keyOf, type NetResult, type ResultName, type Results, readResults } from './results';
import { writeWorkFolder } from './work-folder';

const ROOT = resolve(import.meta.dirname, '..', '..');
const USAGE = `npm run bench -- [NET…] [options]
  --rounds N       windows of each contender (5); 0 only compares the first losses
  --window S       seconds that a window lasts at least (0.6)
  --only KIND      training or inference
  --sides A,B      of netloom, tfjs, keras, pytorch, or pytorch:eager and the like: those alone
  --fresh          measures again what was measured before
  --out FILE       keeps the results there
  --json           ends with one object: samples a second, memory in bytes
`;

/** What a result depends on: change one of them, and it is measured again. */
const SOURCES = ['engine', 'test/benchmarks', 'package-lock.json'];

/** What runs ours, by the name of its side. */
const CONTENDERS = Object.fromEntries(
  ['netloom', 'tfjs'].map((side) => [side, join(ROOT, 'test', 'benchmarks', 'contenders', `${side}.ts`)]),
);

const say = (text: string): boolean => process.stderr.write(`${text}\n`);

/** The benchmark. `cache` is a folder for what is kept between calls. Answers the exit code. */
export default async function bench([cache = '', ...args]: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      window: { type: 'string', default: '0.6' },
      only: { type: 'string' },
      sides: { type: 'string', default: 'netloom,tfjs,keras,pytorch' },
      fresh: { type: 'boolean', default: false },
      out: { type: 'string', default: join(cache, 'bench', 'results.json') },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const all = benchmarkNets(ROOT);
  const unknown = positionals.filter((name) => !all.some((net) => net.name === name));
  const windows = { rounds: Number(values.rounds), seconds: Number(values.window) };
  const isCount = Number.isInteger(windows.rounds) && windows.rounds >= 0 && windows.seconds > 0;
  if (values.help || unknown.length > 0 || !isCount) {
    say(`${unknown.length > 0 ? `There is no net ${unknown.join(', ')}\n` : ''}${USAGE}`);
    return values.help ? 0 : 2;
  }
  const sides = values.sides.split(',');
  const nets = all.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const peers = await wantedPeers(sides, join(cache, 'python-bench'));
  for (const line of peers.missing) say(`Without ${line}`);
  const built = await bundle(ROOT, CONTENDERS, join(ROOT, 'test-results', 'benchmarks'));

  const jobs = nets.flatMap((net) => {
    const training = { net, name: `training/${net.name}` as ResultName, tasks: TRAINING(net) };
    const inference = { net, name: `inference/${net.name}` as ResultName, tasks: INFERENCE };
    return [
      ...(values.only === 'inference' ? [] : [training]),
      ...(values.only === 'training' || !net.inference ? [] : [inference]),
    ];
  });
  let results: Results = {};
  let failed = false;
  for (const { net, name, tasks } of jobs) {
    const variants = variantsOf(name.startsWith('training/') ? 'training' : 'inference', sides, peers);
    const folder = join(cache, 'bench', net.name);
    const names = variants.map(nameOf);
    const key = keyOf(ROOT, SOURCES, [JSON.stringify(net), JSON.stringify(names), JSON.stringify(windows)]);
    const known = readResults(values.out)[name];
    let result = known;
    if (!known || known.key !== key || values.fresh) {
      await writeWorkFolder(net, folder);
      const launches = variants.map((variant) => variant.at(folder, built, peers.python));
      const measured = await measure(launches, tasks, windows, (text) => say(`${name}: ${text}`));
      result = { key, when: new Date().toISOString(), batch: net.batch, measured };
      addResult(values.out, name, result);
    } else say(`${name}: measured before, ${known.when}; --fresh measures it again`);
    results = { ...results, [name]: result as NetResult };
    for (const line of complaints(result as NetResult)) {
      failed = true;
      say(`${name}: ${line}`);
    }
  }
  print(results, values.json);
  return failed ? 1 : 0;
}

const TRAINING = ({ batch }: BenchmarkNet): Task[] => [{ name: 'train', kind: 'train', batch }];
const INFERENCE: readonly Task[] = [
  { name: 'batch1', kind: 'infer', batch: 1 },
  { name: 'batch64', kind: 'infer', batch: 64 },
];

async function wantedPeers(sides: readonly string[], folder: string): Promise<Peers> {
  const wanted = (['keras', 'pytorch'] as const).filter((side) => sides.some((one) => one.split(':')[0] === side));
  if (wanted.length === 0) return { python: '', ready: [], missing: [] };
  return providePeers(folder, wanted, say);
}

/** A contender before it is known where its things are. */
interface Planned {
  readonly side: Side;
  readonly variant: string;
  at(folder: string, built: string, python: string): Variant;
}

/** Everyone who takes part in one kind of measurement. */
function variantsOf(kind: 'training' | 'inference', sides: readonly string[], peers: Peers): Planned[] {
  const ours = (side: 'netloom' | 'tfjs'): Planned => ({
    side,
    variant: '',
    at: (folder, built) => {
      const args = [join(built, `${side}.mjs`), folder];
      return {
        side,
        variant: '',
        launch: { command: process.execPath, args, environment: { TF_CPP_MIN_LOG_LEVEL: '2' } },
      };
    },
  });
  const python = (side: 'keras' | 'pytorch', variant: string): Planned => ({
    side,
    variant,
    at: (folder, _built, command) => {
      const script = join(ROOT, 'test', 'benchmarks', 'peers', `${side}_contender.py`);
      const environment = { TF_CPP_MIN_LOG_LEVEL: '3', PYTHONDONTWRITEBYTECODE: '1' };
      return { side, variant, launch: { command, args: [script, folder, variant], environment } };
    },
  });
  const keras = kind === 'training' ? ['graph', 'jit'] : ['predict', 'graph', 'jit'];
  const planned = [
    ours('netloom'),
    ...(kind === 'training' ? [ours('tfjs')] : []),
    ...keras.map((variant) => python('keras', variant)),
    ...['eager', 'compile'].map((variant) => python('pytorch', variant)),
  ];
  const wanted = ({ side, variant }: Planned) => sides.includes(side) || sides.includes(`${side}:${variant}`);
  const can = ({ side }: Planned) => side === 'netloom' || side === 'tfjs' || peers.ready.includes(side);
  return planned.filter((one) => wanted(one) && can(one));
}

function print(results: Results, asJson: boolean): void {
  const rows = Object.entries(results).flatMap(([name, result]) => {
    const tasks = name.startsWith('training/') ? ['train'] : INFERENCE.map((task) => task.name);
    return tableOf(name.split('/')[1] ?? '', result, tasks);
  });
  const lines = aligned(rows);
  for (const side of ['tfjs', 'keras', 'pytorch'] as const) {
    const ratio = meanRatio(results, side);
    if (Number.isFinite(ratio)) lines.push(`Training, ours ÷ ${side}, geometric mean: ${ratio.toFixed(2)}`);
  }
  lines.push(
    'Medians of windows taken in turn, least–most; the difference is of the first losses or answers from ours.',
  );
  process.stdout.write(`${lines.join('\n')}\n`);
  if (asJson) process.stdout.write(`${JSON.stringify(objectOf(results))}\n`);
}
