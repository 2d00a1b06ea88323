import { z } from 'zod';
import type {
  BlockParam,
  DataSettings,
  Graph,
  GraphNode,
  Json,
  KindWithParams,
  Note,
  PortRef,
  PrepareStep,
  Project,
  ProjectBlock,
  TrainingSettings,
} from './document';
import { isId, MAX_ID_LENGTH } from './names';

// Without this zod tries `new Function`, which the window's content security policy reports as an attack.
z.config({ jitless: true });

/**
 * The form of a project file, version 1. Fields that are not known are kept: they may be of a later version. Keys and
 * numbers have been looked over before (walk.ts), so any value here is plain JSON.
 */
const json = z.custom<Json>((value) => value !== undefined);
const jsonRecord = z.record(z.string(), json);

export const ID_ISSUE = 'id';
const id = z.string().refine(isId, { error: ID_ISSUE });
const portName = z.string().min(1).max(MAX_ID_LENGTH);
/** A kind that no version knows still opens: the compiler names it. */
const kind = z
  .string()
  .min(1)
  .max(2 * MAX_ID_LENGTH);
const title = z.string().max(1000);
const whole = (min: number, max: number) => z.number().int().min(min).max(max);
const seed = whole(-(2 ** 31), 2 ** 31 - 1);
const coordinate = z.number().min(-1e7).max(1e7);

const portRef: z.ZodType<PortRef> = z.tuple([id, portName]);

export const nodeSchema: z.ZodType<GraphNode> = z.looseObject({
  id,
  kind,
  params: jsonRecord.optional(),
  shares: id.optional(),
  origin: z.string().min(1).max(1000).optional(),
  position: z.tuple([coordinate, coordinate]).optional(),
  frozen: z.boolean().optional(),
  everyStep: z.boolean().optional(),
  muted: z.boolean().optional(),
  collapsed: z.boolean().optional(),
  open: z.boolean().optional(),
});

export const DUPLICATE_ISSUE = 'duplicate';

const graphSchema: z.ZodType<Graph> = z.looseObject({
  nodes: z.array(nodeSchema).superRefine((nodes, context) => {
    const seen = new Set<string>();
    nodes.forEach((node, i) => {
      if (seen.has(node.id)) context.addIssue({ code: 'custom', path: [i, 'id'], message: DUPLICATE_ISSUE });
      seen.add(node.id);
    });
  }),
  edges: z.array(z.looseObject({ from: portRef, to: portRef })),
});

export const blockParamSchema: z.ZodType<BlockParam> = z.looseObject({
  type: z.enum(['int', 'float', 'bool', 'text', 'list']),
  default: json,
  title: title.optional(),
});

export const blockSchema: z.ZodType<ProjectBlock> = z.looseObject({
  title,
  params: z.record(portName, blockParamSchema),
  inputs: z.record(portName, z.union([portRef, z.array(portRef)])),
  outputs: z.record(portName, portRef),
  graph: graphSchema,
});

const prepareStep: z.ZodType<PrepareStep> = z.looseObject({ field: z.string(), op: z.string() }) as never;
const kindWithParams: z.ZodType<KindWithParams> = z.looseObject({ kind }) as never;
const share = z.number().min(0).lt(1);

export const dataSchema: z.ZodType<DataSettings> = z.looseObject({
  source: z.looseObject({ kind, params: jsonRecord.optional() }),
  split: z.looseObject({
    validation: share,
    test: z.union([z.literal('official'), share]),
    by: z.enum(['none', 'class', 'group']),
    seed,
  }),
  bind: z.record(z.string(), z.string()),
  prepare: z.array(prepareStep).optional(),
  augment: z.array(prepareStep).optional(),
});

export const trainingSchema: z.ZodType<TrainingSettings> = z.looseObject({
  epochs: whole(1, 1_000_000),
  batch: whole(1, 1_000_000),
  seed,
  optimizer: kindWithParams,
  schedule: kindWithParams.optional(),
  clip: z.looseObject({ norm: z.number().positive().optional(), value: z.number().positive().optional() }).optional(),
  decay: z.number().min(0).optional(),
  sparsity: z.number().min(0).optional(),
  start: z.looseObject({ run: z.string().min(1).max(4096), except: z.array(z.string()).optional() }).optional(),
  monitor: z.looseObject({ metric: z.string(), patience: whole(1, 1_000_000).optional() }).optional(),
});

/** Least size of a note, so that it can always be taken hold of, px. */
export const LEAST_NOTE = 40;
const MOST_NOTES = 1000;
const extent = z.number().min(LEAST_NOTE).max(1e6);
const noteSchema: z.ZodType<Note> = z.looseObject({
  id,
  text: z.string().max(10_000),
  at: z.tuple([coordinate, coordinate]),
  size: z.tuple([extent, extent]),
  frame: z.boolean().optional(),
});
export const notesSchema = z
  .array(noteSchema)
  .max(MOST_NOTES)
  .superRefine((notes, context) => {
    const seen = new Set<string>();
    notes.forEach((note, i) => {
      if (seen.has(note.id)) context.addIssue({ code: 'custom', path: [i, 'id'], message: DUPLICATE_ISSUE });
      seen.add(note.id);
    });
  });

const blocksSchema = z.record(id, blockSchema);

export const projectSchema: z.ZodType<Project> = z.looseObject({
  format: z.literal('netloom'),
  version: z.literal(1),
  title,
  description: z.string().optional(),
  family: title.optional(),
  source: title.optional(),
  graph: graphSchema,
  blocks: blocksSchema.optional(),
  notes: notesSchema.optional(),
  data: dataSchema.optional(),
  training: trainingSchema.optional(),
});

export const titleSchema = z.object({ title, description: z.string().optional() });

export const clipSchema = z.looseObject({
  format: z.literal('netloom-clip'),
  version: z.literal(1),
  graph: graphSchema,
  blocks: blocksSchema.optional(),
});
