import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tableLines } from '../../../engine/cli/table';
import { bytesText } from '../../../engine/train/memory/bytes-text';
import { writeResults } from '../../benchmarks/results';
import { bundle } from '../../bundle';
import { largeTemplates } from '../../engine/templates/large';
import { analysisOf } from '../../engine/templates/open';
import { engineKey, outcomeOf, PROOFS, type Proof, type Proofs, ROOT, readProofs, templateKey } from './proof';

const USAGE = `npm run proof -- [NAME…] [options]
  --fresh          trains those again that were proved with this template and engine
Large templates, all where none is named: ${largeTemplates.join(', ')}. The others are trained by npm test.
`;

/** Longest that one template may take. */
const MOST_MILLISECONDS = 60 * 60_000;

const say = (text: string): boolean => process.stderr.write(`${text}\n`);

/**
 * Trains large templates for a few steps on random values, each in a process of its own, and writes down how it went.
 * Answers the exit code: 1 where one failed.
 */
export default async function prove(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { fresh: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  const unknown = positionals.filter((name) => !largeTemplates.includes(name));
  if (values.help || unknown.length > 0) {
    say(`${unknown.length > 0 ? `There is no large template ${unknown.join(', ')}\n` : ''}${USAGE}`);
    return values.help ? 0 : 2;
  }
  const names = positionals.length > 0 ? positionals : largeTemplates;
  const engine = engineKey();
  const isProved = (name: string): boolean => {
    const known = readProofs()[name];
    return known?.engine === engine && known.template === templateKey(name) && known.outcome !== 'failed';
  };
  const wanted = names.filter((name) => values.fresh || !isProved(name));
  const folder = join(ROOT, 'test-results', 'proofs');
  const entries = { process: join(import.meta.dirname, 'template-process.ts') };
  if (wanted.length > 0) await bundle(ROOT, entries, folder);
  for (const name of wanted) {
    const proof = await proofOf(name, engine, join(folder, 'process.mjs'));
    keep({ ...readProofs(), [name]: proof });
    say(`${name}: ${proof.outcome}${proof.outcome === 'passed' ? '' : `: ${proof.why}`}`);
  }
  const proofs = readProofs();
  const rows = names.flatMap((name) => (proofs[name] ? [rowOf(name, proofs[name])] : []));
  process.stdout.write(`${tableLines(COLUMNS, rows).join('\n')}\n`);
  return names.some((name) => proofs[name]?.outcome === 'failed') ? 1 : 0;
}

async function proofOf(name: string, engine: string, script: string): Promise<Proof> {
  const { parameters, macs } = analysisOf(name).totals;
  const ended = spawnSync(process.execPath, [script, join(ROOT, 'templates', `${name}.json`)], {
    encoding: 'utf8',
    cwd: ROOT,
    timeout: MOST_MILLISECONDS,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
  });
  return { template: templateKey(name), engine, parameters, macs, ...outcomeOf(ended) };
}

/** Writes at once what is known; of a template that is gone, or is large no more, nothing is kept. */
const keep = (proofs: Proofs): void =>
  writeResults(PROOFS, Object.fromEntries(Object.entries(proofs).filter(([name]) => largeTemplates.includes(name))));

const COLUMNS = [
  { title: 'template' },
  ...['parameters', 'MACs', 'batch', 'first step', 'a step', 'peak', 'loss'].map((title) => {
    return { title, align: 'right' as const };
  }),
];

function rowOf(name: string, proof: Proof): string[] {
  const counts = [proof.parameters, proof.macs].map((count) => count.toLocaleString('en-GB'));
  if (proof.outcome !== 'passed') return [name, ...counts, '', '', '', '', proof.outcome];
  const { batch, secondsToFirstStep, secondsPerStep, peakMemory, loss } = proof;
  const seconds = [secondsToFirstStep, secondsPerStep].map((time) => `${time.toFixed(2)} s`);
  return [name, ...counts, `${batch}`, ...seconds, bytesText(peakMemory), loss.toFixed(4)];
}
