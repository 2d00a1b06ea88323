import { readFileSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';
import { EMPTY_PROJECT, type Project } from '../../../engine/graph/document';
import { appCommands, mayTrain } from '../../../renderer/commands/app-commands';
import type { Command } from '../../../renderer/commands/command';
import { Editor } from '../../../renderer/document/editor.svelte';
import { ProjectSession } from '../../../renderer/document/project-session.svelte';
import { groupedByArea } from '../../../renderer/shell/key-groups';
import { Trainer } from '../../../renderer/training/trainer.svelte';
import { View } from '../../../renderer/view/view.svelte';
import { FakeBridge } from '../fake-bridge';
import { FakeEngine, settle } from '../fake-engine';

const FISH = JSON.parse(readFileSync(new URL('../../../templates/fish.json', import.meta.url), 'utf8')) as Project;

let editor: Editor;
let trainer: Trainer;
let view: View;
let engine: FakeEngine;
let commands: Command[];

beforeEach(async () => {
  const { bridge } = new FakeBridge();
  editor = new Editor();
  view = new View();
  trainer = new Trainer(editor, () => {});
  engine = new FakeEngine();
  commands = appCommands({ bridge, editor, trainer, view, session: new ProjectSession(bridge, editor, view, trainer) });
});
const named = (id: string) => commands.find((command) => command.id === id) as Command;
const may = (id: string) => named(id).when?.() ?? true;

it('offers on the start page only what needs no project', async () => {
  expect(may('file.save')).toBe('No project is open');
  expect(may('view.data')).toBe('No project is open');
  expect(may('edit.undo')).toBe('Nothing to undo');
  await named('file.new').run();
  expect(view.screen).toBe('project');
  expect(may('file.save')).toBe(true);
  expect(may('view.data')).toBe(true);
});

it('says why training cannot start, step by step, until it can', async () => {
  expect(mayTrain(editor, trainer)).toBe('The engine is starting');
  await trainer.attach(engine.port);
  expect(mayTrain(editor, trainer)).toBe('Nothing drawn yet');
  editor.open({ ...EMPTY_PROJECT, graph: { nodes: [{ id: 'fc', kind: 'dense' }], edges: [] } }, { saved: true });
  expect(mayTrain(editor, trainer)).toBe('Add an output to train');
  editor.edit({ type: 'addNode', node: { id: 'out', kind: 'output' } });
  expect(mayTrain(editor, trainer)).toMatch(/^Training waits for \d problems?$/);
  editor.open(FISH, { saved: true });
  expect(mayTrain(editor, trainer)).toBe(true);
  expect(may('run.pause')).toBe('No run is under way');
  engine.progress('/runs/1', 'training');
  await settle();
  expect(mayTrain(editor, trainer)).toBe('A run is under way');
  expect(may('run.pause')).toBe(true);
});

it('trains, pauses and goes on', async () => {
  await trainer.attach(engine.port);
  editor.open(FISH, { saved: true });
  await named('run.train').run();
  expect(engine.asked.train).toMatchObject([{ runsFolder: '/data/runs' }]);
  engine.progress('/data/runs/1', 'training');
  await settle();
  await named('run.pause').run();
  engine.progress('/data/runs/1', 'paused');
  await settle();
  await named('run.pause').run();
  expect([engine.asked.pause, engine.asked.go]).toEqual([[{}], [{}]]);
});

it('shows why a run is refused, where its cures are', async () => {
  await trainer.attach(engine.port);
  editor.open(FISH, { saved: true });
  view.name = 'inspect';
  view.dockOpen = false;
  engine.refuse = { ok: false, problems: [{ code: 'train/no-memory', message: 'Too large.', severity: 'error' }] };
  await named('run.train').run();
  expect([view.name, view.dockOpen, view.dockTab]).toEqual(['graph', true, 'problems']);
  expect(trainer.notices).toMatchObject([{ code: 'train/no-memory' }]);
});

it('goes to problems, keys, settings and the search for a layer', () => {
  view.dockOpen = false;
  void named('view.problems').run();
  expect([view.dockOpen, view.dockTab]).toEqual([true, 'problems']);
  void named('help.keys').run();
  expect(view.dialog).toBe('keys');
  void named('app.settings').run();
  expect(view.dialog).toBe('settings');
  void named('view.findLayer').run();
  expect(view.layerSearch).toBe(1);
});

it('has one id, one title and one key for each command', () => {
  const ids = commands.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const keys = commands.flatMap((command) => command.keys ?? []);
  expect(new Set(keys).size).toBe(keys.length);
});

it('lists every command with keys in the cheat sheet', () => {
  const listed = groupedByArea(commands).flatMap((group) => group.commands);
  expect(new Set(listed)).toEqual(new Set(commands.filter(({ keys }) => keys?.length)));
});
