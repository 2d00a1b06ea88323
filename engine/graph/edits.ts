import { detachBlock, setBlock, setBlockParam } from './block-edits';
import { bind, setData, setTitle, setTraining } from './data-edits';
import type { Project } from './document';
import { connect, disconnect, insertOnEdge, reorderEdge } from './edge-edits';
import type { Edit } from './edit';
import type { EditOf } from './edit-of';
import { makeBlock } from './make-block';
import { addNode, moveNodes, renameNode, setFlag, setKind, setParam } from './node-edits';
import { setNote } from './note-edits';
import { paste } from './paste';
import { leadPort } from './port-edits';
import { type Problem, type Result, succeed } from './problem';
import { removeNodes } from './remove-nodes';
import { share } from './share-edits';
import { unpack } from './unpack';

type Applied = { [T in Edit['type']]: (project: Project, edit: EditOf<T>) => Result<Project> };

const EDITS: Applied = {
  addNode,
  removeNodes,
  renameNode,
  moveNodes,
  setParam,
  setKind,
  setFlag,
  connect,
  disconnect,
  reorderEdge,
  insertOnEdge,
  paste,
  share,
  detachBlock,
  makeBlock,
  unpack,
  setBlock,
  leadPort,
  setBlockParam,
  setNote,
  setTitle,
  setData,
  setTraining,
  bind,
  many,
};

/**
 * The document after an edit, sharing all that did not change. The same document comes back where nothing changed.
 * An edit that does not fit gives its problems and changes nothing; the document after any edit is one that parses.
 */
export function applyEdit(project: Project, edit: Edit): Result<Project> {
  const apply = EDITS[edit.type] as (project: Project, edit: Edit) => Result<Project>;
  return apply(project, edit);
}

/** Several edits as one; where one does not fit, none is applied. */
function many(project: Project, { edits }: EditOf<'many'>): Result<Project> {
  let changed = project;
  const notices: Problem[] = [];
  for (const edit of edits) {
    const result = applyEdit(changed, edit);
    if (!result.ok) return result;
    changed = result.value;
    notices.push(...(result.notices ?? []));
  }
  return succeed(changed, notices);
}
