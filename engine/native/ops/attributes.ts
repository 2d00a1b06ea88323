import { ElementType } from '../binding';

/** Attributes that many ops take. */
export const float = { type: ElementType.float32 };
export const int = { type: ElementType.int32 };
export const channelsLast = { s: 'NHWC' };
