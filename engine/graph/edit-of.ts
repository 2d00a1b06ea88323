import type { Edit } from './edit';

/** The edit of one type. */
export type EditOf<T extends Edit['type']> = Extract<Edit, { type: T }>;
