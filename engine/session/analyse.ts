import { compile } from '../compile/compile';
import { fieldsOf } from '../compile/fields';
import type { Analysis, Program } from '../compile/program';
import type { DataIo } from '../data/contract/source';
import { openSource } from '../data/parts/prepared';
import type { Project } from '../graph/document';
import { fail, type Problem, type Result, succeed } from '../graph/problem';

/** A project's analysis and, where the source had to be opened and could not, why. */
export interface Checked {
  readonly analysis: Analysis;
  readonly problems: readonly Problem[];
}

/** Compiles a project; a source whose file decides the fields is opened for them. */
export async function analyse(project: Project, io: DataIo): Promise<Checked> {
  let fields = fieldsOf(project);
  const problems: Problem[] = [];
  if (!fields && project.data) {
    const dataset = await openSource(io, project.data);
    if (dataset.ok) fields = dataset.value.fields;
    else problems.push(...dataset.problems);
  }
  const analysis = compile(project, { fields: fields ?? [] });
  return { analysis, problems: [...problems, ...analysis.problems] };
}

/** The program of a project that can be trained, or its errors. */
export async function compileForTraining(
  project: Project,
  io: DataIo,
): Promise<Result<{ analysis: Analysis; program: Program }>> {
  const { analysis, problems } = await analyse(project, io);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || !analysis.program) return fail(...errors);
  return succeed({ analysis, program: analysis.program });
}
