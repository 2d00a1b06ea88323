import { main } from '../../../engine/cli/main';

/** The command line in a process of its own. */
export default (args: string[]): Promise<number> => main(args, { out: process.stdout, err: process.stderr });
