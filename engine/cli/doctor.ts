import { arch, cpus, freemem, platform, release, totalmem } from 'node:os';
import { type Result, succeed } from '../graph/problem';
import { openDevice } from '../session/device';
import { readOptions } from './options';
import { bytesText } from './table';
import type { Terminal } from './terminal';
import { NETLOOM_VERSION } from './version';

/** `doctor`: what runs where, and why not on something faster. */
export async function doctor(args: readonly string[], terminal: Terminal): Promise<Result<boolean>> {
  const given = readOptions(args, {});
  if (!given.ok) return given;
  const started = performance.now();
  const { report, oneDnn, native } = await openDevice();
  const milliseconds = Math.round(performance.now() - started);
  const cores = cpus();
  const machine = {
    system: `${platform()} ${release()}, ${arch()}`,
    processor: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    memory: totalmem(),
    free: freemem(),
  };
  const device = native?.device ?? 'portable';
  const { backend, name, library, threads, reason } = report;
  const versions = { netloom: NETLOOM_VERSION, node: process.versions.node, library };
  terminal.json({ backend, device, name, reason: reason ?? null, threads, oneDnn, versions, machine, milliseconds });
  if (terminal.isJson) return succeed(true);
  const isNative = backend === 'native';
  terminal.say(`Netloom    ${NETLOOM_VERSION} on Node ${process.versions.node}`);
  terminal.say(`Machine    ${machine.system}`);
  terminal.say(`Processor  ${machine.processor}, ${machine.cores} cores`);
  terminal.say(`Memory     ${bytesText(machine.memory)}, ${bytesText(machine.free)} free`);
  terminal.say(`Library    ${library}, loaded in ${milliseconds} ms`);
  terminal.say(`Computes   ${name}${isNative ? '' : ', with the portable backend, which is many times slower'}`);
  if (isNative) {
    terminal.say(`Threads    ${threads.intraOp} within an op, ${threads.interOp} side by side`);
    terminal.say(`oneDNN     ${oneDnn ? 'on' : 'off'}`);
  }
  if (reason !== undefined) terminal.say(`${isNative ? 'Why no GPU' : 'Why not native'}: ${reason}`);
  return succeed(true);
}
