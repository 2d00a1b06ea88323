/** A failure that the person can do something about: what went wrong, and the cure. */
export class SetupProblem extends Error {
  constructor(message, cure = '') {
    super(cure ? `${message}\n  ${cure}` : message);
    this.name = 'SetupProblem';
  }
}

/** Runs a script's main function; a SetupProblem is told in words, anything else with its stack. */
export async function runMain(main, failureCode = 1) {
  try {
    process.exitCode = await main();
  } catch (error) {
    const words = error instanceof SetupProblem ? error.message : error.stack;
    process.stderr.write(`\n${words}\n`);
    process.exitCode = failureCode;
  }
}
