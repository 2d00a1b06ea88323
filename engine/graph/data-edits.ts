import { kindOf } from '../compile/kinds';
import type { Project } from './document';
import type { EditOf } from './edit-of';
import { withBinding } from './ends';
import { findNode, without } from './graph-at';
import { invalidValue } from './invalid';
import { fail, type Result, succeed } from './problem';
import { problem } from './problems';
import { dataSchema, titleSchema, trainingSchema } from './schema';

export function setTitle(project: Project, { title, description }: EditOf<'setTitle'>): Result<Project> {
  const wrong = invalidValue(titleSchema, { title, description });
  if (wrong) return fail(wrong);
  if (project.title === title && (description === undefined || description === project.description)) {
    return succeed(project);
  }
  return succeed({ ...project, title, ...(description !== undefined && { description }) });
}

/** Sets source, split, bindings and preparation together, or (undefined) leaves the project without data. */
export function setData(project: Project, { data }: EditOf<'setData'>): Result<Project> {
  if (data === undefined) return succeed(without(project, 'data'));
  const wrong = invalidValue(dataSchema, data);
  return wrong ? fail({ ...wrong, path: `data.${wrong.path ?? ''}` }) : succeed({ ...project, data });
}

export function setTraining(project: Project, { training }: EditOf<'setTraining'>): Result<Project> {
  const wrong = invalidValue(trainingSchema, training);
  return wrong ? fail({ ...wrong, path: `training.${wrong.path ?? ''}` }) : succeed({ ...project, training });
}

/** Says which field feeds an input, or which one an output is compared with. */
export function bind(project: Project, { node: id, field }: EditOf<'bind'>): Result<Project> {
  if (field === undefined) return succeed(withBinding(project, id, undefined));
  const node = findNode(project.graph, id);
  if (!node.ok) return node;
  if (!kindOf(node.value.kind, project.blocks)?.role) return fail(problem('bind/node', { node: id }, { node: id }));
  if (!project.data) return fail(problem('data/no-source'));
  return succeed(withBinding(project, id, field));
}
