import { main } from './cli/main';

// TensorFlow chatters on stderr unless it is told otherwise before it is loaded.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

// Whoever read our lines has had enough, as `head` has.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 2));

main(process.argv.slice(2), { out: process.stdout, err: process.stderr }).then((code) => {
  process.exitCode = code;
});
