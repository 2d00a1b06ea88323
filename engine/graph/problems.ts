import { LAYER_TEXTS } from './layer-texts';
import type { Problem } from './problem';
import { error, type Say, warning } from './problem-text';

const ID_RULE = 'Names have letters, digits, _ and -, and dots between them; at most 100 characters.';

/**
 * Every text of every problem, by code. A text says what is wrong, with names and shapes, then the cure where it is
 * not a button. Values are filled in by name.
 * Those of layers and losses stand in layer-texts.ts.
 */
const TEXTS = {
  ...LAYER_TEXTS,
  'project/empty': error(() => 'The file is empty. It may not have been written to the end.'),
  'project/not-json': error((s) => `This is not a Netloom project: ${s.why}.`),
  'project/truncated': error(() => 'The file is cut off: its last part is missing. Open an earlier copy of it.'),
  'project/foreign': error((s) => `This is not a Netloom project: it is ${s.what}.`),
  'project/too-large': error((s) => `The file has ${s.got}; a project has at most ${s.expected}.`),
  'project/too-deep': error((s) => `The file is nested more than ${s.expected} levels deep.`),
  'project/too-many': error((s) => `The project has ${s.got} ${s.what}; at most ${s.expected} can be opened.`),
  'project/text-too-long': error((s) => `A text in the file is longer than ${s.expected} characters.`),
  'project/key': error((s) => `The file has a field named ${s.key}, which no project has.`),
  'project/number': error((s) => `${s.path} is a number too large to compute with.`),
  'project/field': error((s) => `${s.path} must be ${s.expected}, and it is ${s.got}.`),
  'project/field-missing': error((s) => `${s.path} is missing; it must be ${s.expected}.`),
  'project/id': error((s) => `${s.path} is “${s.got}”. ${ID_RULE}`),
  'project/duplicate-id': error((s) => `${s.path} is “${s.got}”, a name that another node has already.`),
  'project/unknown-field': warning((s) => `${s.path} is not a field that this version knows. It is kept as it is.`),
  'project/version': error((s) => `The file says that it has version ${s.got}, and there is no such version.`),
  'project/newer': warning(
    (s) => `This project was saved by a newer Netloom (version ${s.got}), so it can be read but not changed.`,
  ),
  'project/newer-unreadable': error(
    (s) => `This project was saved by a newer Netloom (version ${s.got}), and this one cannot read it.`,
  ),
  'clip/foreign': error(() => 'What was copied is no part of a network.'),
  'edit/no-node': error((s) => `There is no node named ${s.node}.`),
  'edit/no-block': error((s) => `There is no block named ${s.name}.`),
  'edit/no-wire': error((s) => `There is no wire from ${s.from} to ${s.node}.`),
  'edit/name': error((s) => `A node cannot be named “${s.got}”. ${ID_RULE}`),
  'edit/name-taken': error((s) => `Another node is named ${s.node} already.`),
  'edit/value': error((s) => `${s.path} must be ${s.expected}, and it is ${s.got}.`),
  'edit/wire-there': error((s) => `${s.from} is connected to ${s.node} already.`),
  'edit/cycle': error((s) => `A wire from ${s.from} to ${s.node} would go round in a circle.`),
  'edit/fed-from-outside': error((s) => `${s.port} of ${s.node} takes what enters the block.`),
  'edit/no-port': error((s) => `${s.node} has no free port for that.`),
  'edit/block-in-use': error((s) => `The block ${s.name} is still used by ${s.node}.`),
  'edit/block-there': error((s) => `There is a block named ${s.name} already.`),
  'edit/nothing-chosen': error(() => 'Select the layers that the block is to hold.'),
  'edit/end-in-block': error(
    (s) => `${s.node} cannot go into a block: inputs and outputs stay outside. Leave it out of the selection.`,
  ),
  'edit/parts-twins': error(
    (s) => `${s.node} and ${s.owner} share their weights, so both go into a block or neither. Select both.`,
  ),
  'edit/between': error((s) => `${s.node} lies on a way between the selected layers. Select it as well.`),
  'edit/not-a-block': error((s) => `${s.node} is not a block that can be opened.`),
  'edit/steps-inside': error(
    (s) =>
      `${s.node} stays whole while it is applied to every step: what is inside goes over steps, or makes numbers, too.`,
  ),
  'edit/unknown-param': error((s) => `The block ${s.name} has no parameter named ${s.param}.`),
  'edit/too-many': error((s) => `A project has at most ${s.expected} nodes.`),
  'share/itself': error((s) => `${s.node} cannot share its own weights.`),
  'share/untied': warning((s) => `${s.node} has weights of its own now: ${s.owner} was not copied with it.`),
  'clip/binding': warning((s) => `${s.param} of ${s.node} follows no block parameter any more.`),
  'shape/weight-too-large': error(
    (s) => `The ${s.weight} of ${s.node} would have ${s.count} numbers; a tensor holds at most ${s.most}.`,
  ),
  'graph/no-output': error(() => 'Add an output, so that Netloom knows what to learn.'),
  'graph/cycle': error((s) => `${s.path} go round in a circle. Delete one of their wires.`),
  'graph/duplicate-id': error((s) => `Two nodes are named ${s.node}.`),
  'graph/too-large': error((s) => `The network has more than ${s.limit} layers once its blocks are opened.`),
  'node/unknown-kind': error((s) => `${s.node} is of the kind ${s.kind}, which this version does not know.`),
  'node/no-part': warning((s) => `${s.node} leads to no output, so it takes no part in training.`),
  'node/not-connected': warning((s) => `${s.node} is not connected, so it takes no part in training.`),
  'node/muted-end': error((s) => `${s.node} is muted, and nothing can take its place.`),
  'node/end-inside': error((s) => `${s.node} stands inside a block. Inputs and outputs belong outside.`),
  'node/no-steps': error((s) => `${s.node} takes nothing in that it could be applied to step by step.`),
  'wire/missing': error((s) => `Nothing is connected to ${s.port} of ${s.node}.`),
  'wire/duplicate': error((s) => `${s.from} is connected to ${s.node} twice at the same port.`),
  'wire/taken': error((s) => `${s.port} of ${s.node} takes one wire, and ${s.from} is a further one.`),
  'wire/unknown-node': error((s) => `A wire ends at ${s.node}, which is not there.`),
  'wire/unknown-port': error((s) => `A wire ends at ${s.port} of ${s.node}, which has no such port.`),
  'param/unknown': error((s) => `${s.node} has no parameter named ${s.param}.`),
  'param/type': error((s) => `${s.param} of ${s.node} must be ${s.expected}, and it is ${s.got}.`),
  'param/range': error((s) => `${s.param} of ${s.node} must be ${s.expected}, and it is ${s.got}.`),
  'param/binding': error((s) => `${s.param} of ${s.node} is bound to ${s.name}, which its block does not have.`),
  'bind/no-shape': error((s) => `${s.node} has no shape. Choose data for the project, or state a shape.`),
  'bind/input': error((s) => `${s.node} is bound to no field of the data.`),
  'bind/output': error((s) => `${s.node} is compared with no field of the data.`),
  'bind/field': error((s) => `${s.node} is bound to ${s.field}, which the data do not have.`),
  'bind/node': warning((s) => `The data bind ${s.node}, which is no input or output.`),
  'training/unknown-kind': error((s) => `${s.title} is of the kind ${s.kind}, which this version does not know.`),
  'loss/activation': warning(
    (s) => `${s.node} applies ${s.activation} itself, so the ${s.drawn} of ${s.from} before it is one too many.`,
  ),
  'block/unknown': error((s) => `${s.node} is an instance of the block ${s.name}, which this project does not have.`),
  'block/shortcut': error(
    (s) =>
      `${s.node} cannot add x unchanged: its result has another shape, with ${s.filters} maps. Project the shortcut.`,
  ),
  'block/order': warning(
    (s) => `The wires into ${s.node} come in another order now: what enters the block comes first.`,
  ),
  'block/recursion': error((s) => `The block ${s.name} contains itself, by way of ${s.path}.`),
  'block/port': error((s) => `The port ${s.port} of the block ${s.name} leads to ${s.inner}, which is not there.`),
  'share/unknown': error((s) => `${s.node} shares the weights of ${s.owner}, which is not there.`),
  'share/kind': error((s) => `${s.node} cannot share the weights of ${s.owner}, which is of another kind.`),
  'share/chain': error((s) => `${s.node} shares the weights of ${s.owner}, which itself shares those of another.`),
  'share/shape': error(
    (s) => `${s.node} cannot share ${s.weight} with ${s.owner}: it needs ${s.got}, and ${s.owner} has ${s.expected}.`,
  ),
  'safetensors/truncated': error((s) => `The file is cut off: it has ${s.got} bytes where ${s.expected} are needed.`),
  'safetensors/header': error((s) => `The file is not in the safetensors format: ${s.why}.`),
  'safetensors/tensor': error((s) => `The tensor ${s.name} is damaged: ${s.why}.`),
  'export/unknown-format': error((s) => `There is no export format ${s.format}.`),
  'export/no-native': error((s) => `Exporting needs native TensorFlow, which is not there: ${s.reason}.`),
  'export/not-traceable': error((s) => `This network cannot be exported: in ${s.op}, ${s.why}.`),
  'export/changes-state': error((s) => `This network cannot be exported: it changes ${s.name} while it predicts.`),
  'export/too-large': error(
    (s) => `The model has ${s.got} of weights; ${s.format} holds at most ${s.expected}. Choose another format.`,
  ),
  'export/not-empty': error((s) => `${s.path} is not empty. Choose another folder, so that nothing is lost.`),
  'export/no-space': error(
    (s) => `There is no space left for the model in ${s.path}. Free some, or choose another disk.`,
  ),
  'export/unwritable': error((s) => `The model cannot be written to ${s.path}: ${s.why}.`),
  'export/unreadable': error((s) => `The exported model could not be read back, so it was not kept: ${s.why}.`),
  'export/differs': error(
    (s) => `The exported model gave ${s.output} off by up to ${s.difference}, so it was not kept.`,
  ),
  'engine/killed': warning(
    (s) =>
      `The engine ${s.how}, which often means that memory ran out. ` +
      `The run went on from its last checkpoint with batches of ${s.batch} in place of ${s.before}.`,
  ),
  'engine/ended': warning(
    (s) => `The engine ${s.how} and was started again. The run went on from its last checkpoint.`,
  ),
  'engine/run-lost': error(
    (s) =>
      `The engine ${s.how} and was started again, but the run could not go on. Its last checkpoint is kept; see Runs.`,
  ),
  'engine/idle-ended': warning((s) => `The engine ${s.how} and was started again. Nothing was being trained.`),
  'engine/gone': error((s) => `The engine cannot be reached: ${s.how}.`),
  'edit/read-only': error(() => 'This project was opened read-only. Save a copy of it to make changes.'),
  'protocol/unknown-command': error((s) => `The engine does not know the command ${s.command}.`),
  'protocol/malformed': error((s) => `The command ${s.command} was not understood: ${s.detail}`),
  'file/missing': error((s) => `${s.name} is not there any more. It may have been moved, renamed or deleted.`),
  'file/unreadable': error((s) => `${s.name} cannot be read: this account has no right to.`),
  'file/folder': error((s) => `${s.name} is a folder, not a project.`),
  'file/too-large': error((s) => `${s.name} has ${s.size} MB; a project has at most ${s.limit} MB.`),
  'file/not-text': error((s) => `${s.name} is not a project: it holds no text.`),
  'file/not-chosen': error((s) => `${s.name} was not chosen in this window. Open it from the File menu.`),
  'file/unwritable': error((s) => `${s.name} cannot be written: this account has no right to. Save it elsewhere.`),
  'file/no-space': error((s) => `There is no space left for ${s.name}. Free some, or save it on another disk.`),
  'file/no-folder': error((s) => `The folder of ${s.name} is not there any more. Save it elsewhere.`),
  'file/changed': error((s) => `${s.name} was changed by another program since it was opened here.`),
  'file/already-open': error((s) => `${s.name} is already open in another Netloom: ${s.user} on ${s.host}.`),
  'file/failed': error((s) => `${s.name} could not be ${s.done}: ${s.why}.`),
  'data/augment': warning(() => 'This version trains without the random changes that the project names under augment.'),
  'data/file-missing': error((s) => `The file ${s.path} is not there.`),
  'data/file-unreadable': error((s) => `The file ${s.path} cannot be read: ${s.why}.`),
  'data/file-too-large': error((s) => `${s.path} has ${s.got}; at most ${s.expected} are read.`),
  'data/file-damaged': error((s) => `The file ${s.path} is damaged: ${s.why}.`),
  'data/package-missing': error((s) => `The data package ${s.name} is not installed. Run the set-up again.`),
  'data/unknown-source': error((s) => `There is no data source of the kind ${s.kind}.`),
  'data/bad-param': error((s) => `The data source's ${s.param} cannot be ${s.got}.`),
  'data/no-source': error(() => 'The project names no data. Choose a source in the Data view.'),
  'data/no-file': error(() => 'No file is chosen. Choose one in the Data view.'),
  'data/no-test': error(() => 'This source ships no test part. Take a share of the rows for testing instead.'),
  'data/no-class': error(() => 'The data have no label to split by. Split by none instead.'),
  'data/no-group': error(() => 'The data have no field named group to split by. Split by none instead.'),
  'data/too-few-rows': error((s) => `The ${s.part} part has ${s.got} rows, and at least ${s.expected} are needed.`),
  'data/no-row': error((s) => `The ${s.part} part has no row ${s.row}; it has ${s.count}.`),
  'prepare/classes': error((s) => `${s.field} holds class numbers, and ${s.op} is for quantities.`),
  'prepare/unknown': error((s) => `There is no preparation of the kind ${s.op}.`),
  'prepare/bad-param': error((s) => `The ${s.param} of the preparation ${s.op} cannot be ${s.got}.`),
  'data/no-field': error((s) => `The data have no field ${s.field}.`),
  'data/wrong-size': error((s) => `${s.field} takes ${s.expected} values, and ${s.got} were given.`),
  'data/pairs-need-labels': error((s) => `Pairs are drawn by class, and ${s.kind} has no label.`),
  'csv/encoding': error((s) => `The file ${s.path} is not text in UTF-8.`),
  'csv/no-rows': error((s) => `The table ${s.path} has a header but no rows.`),
  'csv/empty': error((s) => `The table ${s.path} is empty.`),
  'csv/header': error((s) => `The header of ${s.path} names column ${s.column} ${s.why}.`),
  'csv/ragged': error((s) => `Line ${s.line} of ${s.path} has ${s.got} cells, and the header has ${s.expected}.`),
  'csv/missing': error((s) => `Line ${s.line} of ${s.path} has no value in column ${s.column}.`),
  'csv/not-a-number': error((s) => `Line ${s.line} of ${s.path} has “${s.got}” in the number column ${s.column}.`),
  'csv/no-numbers': error((s) => `The table ${s.path} has no column of numbers beside ${s.column}.`),
  'csv/no-column': error((s) => `The table ${s.path} has no column named ${s.column}.`),
  'csv/quotes': error((s) => `Line ${s.line} of ${s.path} has a quote that is not closed.`),
  'train/weights-not-finite': error(
    (s) =>
      `At step ${s.step} the weights ${s.weight} grew beyond every bound. The learning rate ${s.rate} is probably too large.`,
  ),
  'train/values-not-finite': error(
    (s) =>
      `At step ${s.step} ${s.node} gave numbers beyond every bound. The learning rate ${s.rate} is probably too large.`,
  ),
  'train/loss-not-finite': error(
    (s) => `At step ${s.step} the loss of ${s.output} is no number. The learning rate ${s.rate} is probably too large.`,
  ),
  'train/data-not-finite': error(
    (s) => `The data hold a value of ${s.field} that is no number, met at step ${s.step}.`,
  ),
  'train/prepared-not-finite': error(
    (s) => `At step ${s.step} the preparation before ${s.node} gave values that are no numbers.`,
  ),
  'train/no-memory': error(
    (s) =>
      `Training takes ${s.got} of memory, and ${s.expected} are free. ` +
      (s.batch === undefined
        ? 'A smaller batch does not help: make the network smaller.'
        : `Make the batch smaller: ${s.batch} fits.`),
  ),
  'train/measured-no-memory': error(
    () => 'Memory ran out while this was measured. Make the batch or the network smaller.',
  ),
  'train/opened-no-memory': error(
    () => 'Memory ran out while the network was made ready to train. Make the batch or the network smaller.',
  ),
  'train/not-measured': warning((s) => `Memory and time could not be measured: ${s.why}.`),
  'train/smaller-batch': warning(
    (s) =>
      `Memory ran out. The run went on from its last checkpoint with batches of ${s.batch} in place of ${s.before}.`,
  ),
  'train/out-of-memory': error(
    (s) => `Memory ran out, even with batches of ${s.batch}. The last checkpoint is kept; make the network smaller.`,
  ),
  'train/unknown-optimizer': error((s) => `There is no optimiser of the kind ${s.kind}.`),
  'train/bad-optimizer-param': error((s) => `The optimiser’s ${s.param} cannot be ${s.got}.`),
  'train/unknown-schedule': error((s) => `There is no schedule of the kind ${s.kind}.`),
  'train/bad-schedule-param': error((s) => `The schedule’s ${s.param} cannot be ${s.got}.`),
  'train/evaluation-not-finite': error((s) => `On the ${s.part} part the net gives numbers beyond every bound.`),
  'train/not-compiled': warning(
    (s) => `${s.at} cannot be compiled: in ${s.op}, ${s.why}. The net runs operation by operation, which is slower.`,
  ),
  'train/refused': error((s) =>
    s.node === undefined ? `TensorFlow gave up: ${s.why}` : `TensorFlow gave up in ${s.node}: ${s.why}`,
  ),
  'train/broke-off': error((s) => `Training broke off, which is a fault of Netloom: ${s.why}`),
  'device/fixed': warning(
    (s) => `The engine runs on ${s.got} already; another device takes effect when it starts anew.`,
  ),
  'inspect/failed': warning((s) => `The pictures stopped, which is a fault of Netloom: ${s.why}`),
  'train/busy': error(() => 'A run is being trained already. Stop it first.'),
  'run/missing': error((s) => `There is no run in ${s.path}.`),
  'run/damaged': error((s) => `The run in ${s.path} is damaged: ${s.file} cannot be read.`),
  'run/exists': error((s) => `${s.path} is there already and is not empty. Choose another folder for the run.`),
  'run/no-space': error(
    (s) =>
      `There is no space left to write ${s.path}. Training goes on; what is missing is written once there is room.`,
  ),
  'run/unwritable': error((s) => `${s.path} cannot be written: ${s.why}.`),
  'run/in-use': error((s) => `The run in ${s.path} is being trained by another process.`),
  'run/no-checkpoint': error((s) => `The run in ${s.path} has no checkpoint to go on from.`),
  'run/data-changed': error((s) => `The data are not those that the run in ${s.path} was trained on. Start a new run.`),
  'run/other-net': error((s) => `The checkpoint does not fit the network: ${s.name} is missing or has another shape.`),
  'run/nothing-in-common': error(
    (s) => `No weight of the net has the name and shape of one in ${s.path}, so there is nothing to begin with.`,
  ),
  'run/complete': error((s) => `The run in ${s.path} is finished. Give it more epochs to go on.`),
  'run/threads': warning(
    (s) => `The run began with ${s.expected} threads and goes on with ${s.got}, so its last digits may differ.`,
  ),
  'checkpoint/damaged': warning((s) => `The checkpoint ${s.name} is damaged and is passed over.`),
  'cli/command': error((s) => `There is no command ${s.got}. There are: ${s.expected}.`),
  'cli/usage': error((s) => `Use it so: netloom ${s.usage}`),
  'cli/option': error((s) => `${s.why}.`),
  'cli/count': error((s) => `${s.option} takes a whole number of at least ${s.expected}, and “${s.got}” is none.`),
  'cli/choice': error((s) => `${s.option} takes one of ${s.expected}, and “${s.got}” is none.`),
  'cli/set': error((s) => `“${s.got}” is not of the form path=value.`),
  'cli/set-path': error((s) => `There is nothing at ${s.path} that could be set.`),
  'cli/resume-fixed': error((s) => `${s.option} cannot be changed when a run goes on. Start a new run.`),
  'cli/input': error((s) => `The input ${s.input} cannot be read: ${s.why}.`),
} as const;

export type ProblemCode = keyof typeof TEXTS;

/** Builds a problem from its code. `say` fills the text; the rest says where and what to do. */
export function problem(
  code: ProblemCode,
  say: Say = {},
  where: Omit<Partial<Problem>, 'code' | 'message' | 'severity'> = {},
): Problem {
  const { severity, text } = TEXTS[code];
  return { code, severity, message: text(say), ...where };
}

export { type Cure, type Fault, isFault } from './fault';
