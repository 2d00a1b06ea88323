import { deviceChoice } from '../engine/protocol';
import { startSession } from '../engine/session';
import { openDevice } from '../engine/session/device';
import { steadyPort } from './steady-port';

// TensorFlow chatters on stderr unless it is told otherwise before it is loaded.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

// The engine outlives windows: after a reload main sends another port, and the session goes on over that one.
const line = steadyPort();
const named = process.argv.find((argument) => argument.startsWith('--device='))?.split('=')[1];
const device = deviceChoice.safeParse(named).data;
const session = startSession(line.port, { device });
// Begun before a window asks: it takes a second. Whoever asks is told what went wrong.
openDevice(device).catch(() => {});

/** Messages of main: `connect` brings a port, `end` asks to end, with a checkpoint of what runs. */
process.parentPort.on('message', ({ data, ports: [port] }) => {
  if (data.type === 'connect' && port) line.use(port);
  if (data.type === 'end') void session.close().finally(() => process.exit(0));
});
