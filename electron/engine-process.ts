import { startSession } from '../engine/session';
import { steadyPort } from './steady-port';

// TensorFlow chatters on stderr unless it is told otherwise before it is loaded.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

// The engine outlives windows: after a reload main sends another port, and the session goes on over that one.
const line = steadyPort();
const session = startSession(line.port);

/** Messages of main: `connect` brings a port, `end` asks to end, with a checkpoint of what runs. */
process.parentPort.on('message', ({ data, ports: [port] }) => {
  if (data.type === 'connect' && port) line.use(port);
  if (data.type === 'end') void session.close().finally(() => process.exit(0));
});
