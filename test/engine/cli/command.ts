import { main } from '../../../engine/cli/main';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The lines of stdout, each of them JSON. */
  readonly json: Record<string, unknown>[];
  readonly last: Record<string, unknown>;
}

/** Runs the command line in this process, as a person would type it. */
export async function netloom(...args: readonly string[]): Promise<Ran> {
  const text = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    write: (piece: string) => {
      text[name] += piece;
    },
  });
  const code = await main(args, { out: stream('out'), err: stream('err') });
  const json = args.includes('--json')
    ? text.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
    : [];
  return { code, ...text, json, last: json.at(-1) ?? {} };
}
