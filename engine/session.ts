import { version } from '../package.json';
import type { Field } from './data/contract/field';
import { openSource } from './data/parts/prepared';
import { formats } from './formats/contract/registry';
import type { Project } from './graph/document';
import { DEFAULT_SPLIT } from './graph/document';
import { parseProject } from './graph/parse';
import { fail, type Result } from './graph/problem';
import { problem } from './graph/problems';
import { type Handlers, type Port, serve } from './link';
import { nodeDataIo } from './session/data-io';
import { type Device, type DeviceChoice, openDevice } from './session/device';
import { exportRun } from './session/export-run';
import { Forecasts } from './session/forecasts';
import { Looking } from './session/looking';
import { Training } from './session/training';
import { deleteRun, listRuns, readRun } from './train/run/list';

/** An engine that answers one window over one port. */
export interface Session {
  /** Ends a run with a checkpoint; call it before the process ends. */
  close(): Promise<void>;
}

/**
 * Serves the protocol over a port: a utility process's, a worker's, or a pair in memory. TensorFlow is loaded by the
 * first command that needs it.
 */
export function startSession(port: Port, options: { device?: DeviceChoice } = {}): Session {
  let choice = options.device;
  const device = (): Promise<Device> => openDevice(choice);
  let training: Training;
  let looking: Looking;
  const forecasts = new Forecasts(
    (project, path, found) => looking.dataOf(project, path, found),
    () => training.isBusy,
    () => training.memoryLimit,
  );
  const handlers: Handlers = {
    async hello({ device: wanted }) {
      choice ??= wanted;
      return (await device()).report;
    },
    ping: () => ({ time: Date.now() }),
    async fields({ source, projectPath }) {
      const opened = await openSource(nodeDataIo(projectPath), { source, split: DEFAULT_SPLIT, bind: {} });
      return opened.ok ? { ok: true, fields: opened.value.fields.map(plainField) } : opened;
    },
    async samples(ask) {
      const project = checked(ask.project);
      return project.ok ? looking.samples(ask, project.value, await device()) : project;
    },
    async train(ask) {
      const project = checked(ask.project);
      if (!project.ok) return project;
      // What is measured makes room: after the step that it is at, its memory is free.
      await forecasts.giveUp();
      const found = await device();
      if (ask.device !== undefined && !matches(ask.device, found)) {
        tell('notice', { problem: problem('device/fixed', { got: found.report.name }) });
      }
      const refused =
        ask.resume === undefined ? await forecasts.refusal({ ...ask, project: project.value }) : undefined;
      if (refused) return { ok: false, problems: [refused] };
      const started = await training.start({ ...ask, project: project.value }, found);
      return started.ok ? { ok: true, ...started.value } : started;
    },
    async forecast(ask) {
      const project = checked(ask.project);
      if (!project.ok) return project;
      const measured = await forecasts.of({ ...ask, project: project.value }, await device());
      if (!measured) return { ok: true };
      if (!measured.ok) return measured;
      const { memory, secondsPerEpoch } = measured.value;
      return { ok: true, forecast: { memory, secondsPerEpoch } };
    },
    pause() {
      training.pause();
      return {};
    },
    go() {
      training.go();
      return {};
    },
    stop() {
      training.stop();
      return {};
    },
    setLearningRate({ rate }) {
      training.setLearningRate(rate);
      return {};
    },
    watch(watch) {
      training.frames.set(watch);
      return {};
    },
    drawn({ frame }) {
      training.frames.drawn(frame);
      return {};
    },
    async inspect(ask) {
      const project = checked(ask.project);
      return project.ok ? looking.inspect(ask, project.value, await device()) : project;
    },
    async gradients(ask) {
      const project = checked(ask.project);
      return project.ok ? looking.gradients(ask, project.value, await device()) : project;
    },
    runs: async ({ folder }) => ({ ok: true, runs: await listRuns(folder) }),
    async run({ path }) {
      await training.flush(path);
      const run = await readRun(path);
      return run.ok ? { ok: true, ...run.value } : run;
    },
    async deleteRun({ path }) {
      if (training.isTraining(path)) return fail(problem('run/in-use', { path }));
      const deleted = await deleteRun(path);
      return deleted.ok ? { ok: true } : deleted;
    },
    formats: () => [...formats.values()].map(({ kind, title, doc }) => ({ kind, title, summary: doc.summary })),
    async export(ask) {
      const exported = await exportRun(ask, await device());
      return exported.ok ? { ok: true, ...exported.value } : exported;
    },
  };
  const tell = serve(port, handlers);
  training = new Training(tell, version, (project, path, found) => looking.dataOf(project, path, found));
  looking = new Looking(training);
  return {
    async close() {
      await forecasts.giveUp();
      await training.close();
      looking.dispose();
    },
  };
}

/** What a window sends as a project is read like a file's text: the window is not trusted. */
function checked(project: Project): Result<Project> {
  const opened = parseProject(JSON.stringify(project));
  return opened.ok ? { ok: true, value: opened.value.project } : opened;
}

const matches = (choice: DeviceChoice, { report }: Device): boolean =>
  choice === 'portable'
    ? report.backend === 'portable'
    : report.backend === 'native' && (choice === 'cpu') === report.name.startsWith('CPU');

/** A field as the protocol carries it. */
const plainField = ({ name, shape, dtype, role, classes, range }: Field) => ({
  name,
  shape: [...shape],
  dtype,
  role,
  ...(classes && { classes: [...classes] }),
  ...(range && { range: [range[0], range[1]] as [number, number] }),
});
