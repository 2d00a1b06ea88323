import { bool, int } from '../contract/params';

/** Parameters that convolutions of every kind have. */
export const filtersParam = int('Filters', 32, { help: 'How many features it looks for; the maps that come out.' });
export const groupsParam = int('Groups', 1, { help: 'Parts of the channels that are kept apart.', advanced: true });
export const biasParam = bool('Bias', true, { help: 'Adds a learnt number to each map.' });
export const KERNEL_HELP = 'Height and width of a filter.';
export const STRIDE_HELP = 'How far a filter moves from one position to the next.';
export const DILATION_HELP = 'Distance of the values that a filter sees.';
export const PADDING_HELP = 'None: filters stay inside the picture. Same: zeros around it, so that the size stays.';
