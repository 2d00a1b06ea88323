import type { Analysis, NodeReport } from '../compile/program';
import { fail, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import { shapeText } from '../layers/contract/spec';
import { analyse } from '../session/analyse';
import { nodeDataIo } from '../session/data-io';
import { listOption, readOptions } from './options';
import { openProject } from './project-file';
import { setPaths } from './set-path';
import { bytesText, countText, tableLines } from './table';
import { printProblems, type Terminal } from './terminal';

const reportLine = (report: NodeReport) => ({
  id: report.path,
  kind: report.kind,
  outputs: report.outputs.map((spec) => spec?.shape ?? null),
  parameters: report.parameters,
  trainable: report.trainable,
  macs: report.macs,
  ...(report.parent !== undefined && { parent: report.parent }),
  ...(report.sharesWith !== undefined && { sharesWith: report.sharesWith }),
});

/** `check FILE`: shapes, costs and problems of a project. Answers false when it cannot be trained. */
export async function check(args: readonly string[], terminal: Terminal): Promise<Result<boolean>> {
  const given = readOptions(args, { set: { type: 'string', multiple: true } });
  if (!given.ok) return given;
  const [path, ...more] = given.value.positionals;
  if (path === undefined || more.length > 0) return fail(problem('cli/usage', { usage: 'check FILE' }));
  const opened = await openProject(path);
  if (!opened.ok) return opened;
  const changed = setPaths(opened.value.project, listOption(given.value, 'set'));
  if (!changed.ok) return changed;
  const { analysis, problems } = await analyse(changed.value.project, nodeDataIo(path));
  const all = [...opened.value.notices, ...problems];
  terminal.json({
    totals: analysis.totals,
    nodes: [...analysis.nodes.values()].map(reportLine),
    problems: all,
  });
  if (!terminal.isJson) {
    printReport(terminal, analysis);
    printProblems(terminal, all);
  }
  return succeed(all.every(({ severity }) => severity !== 'error'));
}

function printReport(terminal: Terminal, { nodes, totals }: Analysis): void {
  const columns = [
    { title: 'Node' },
    { title: 'Kind' },
    { title: 'Output' },
    { title: 'Parameters', align: 'right' as const },
    { title: 'MACs', align: 'right' as const },
  ];
  const rows = [...nodes.values()].map(({ path, kind, outputs, parameters, macs, sharesWith }) => [
    path,
    kind,
    outputs.map((spec) => (spec ? shapeText(spec) : '?')).join(', '),
    sharesWith === undefined ? countText(parameters) : `as ${sharesWith}`,
    countText(macs),
  ]);
  for (const line of tableLines(columns, rows)) terminal.say(line);
  terminal.say('');
  const { parameters, trainable, macs, memory } = totals;
  terminal.say(
    `${countText(parameters)} parameters, ${countText(trainable)} trainable, ${countText(macs)} MACs a sample, ` +
      `about ${bytesText(memory)} to train`,
  );
}
