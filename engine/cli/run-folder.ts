import { resolve } from 'node:path';
import type { Project } from '../graph/document';
import { fail, type Result, succeed } from '../graph/problem';
import { type Device, openDevice } from '../session/device';
import { type Opened, openSubject } from '../session/subjects';
import { readRun } from '../train/run/list';
import { type Manifest, readManifest } from '../train/run/manifest';

export interface OpenedRun extends Opened {
  readonly device: Device;
  readonly manifest: Manifest;
}

/** A run's net with its data, on the device and with the threads of its training. Dispose of it. */
export async function openRun(folder: string, checkpoint: 'newest' | 'best'): Promise<Result<OpenedRun>> {
  const run = resolve(folder);
  const found = await readProjectOfRun(run);
  if (!found.ok) return found;
  const { manifest, project } = found.value;
  const { backend, threads } = manifest.device;
  const device = await openDevice(backend === 'portable' ? 'portable' : undefined, threads);
  const { projectPath } = manifest;
  const opened = await openSubject({ project, projectPath, device, run, checkpoint, threads });
  return opened.ok ? succeed({ ...opened.value, device, manifest }) : opened;
}

async function readProjectOfRun(run: string): Promise<Result<{ manifest: Manifest; project: Project }>> {
  const manifest = await readManifest(run);
  if (!manifest.ok) return manifest;
  const whole = await readRun(run);
  return whole.ok ? succeed({ manifest: manifest.value, project: whole.value.project }) : fail(...whole.problems);
}
