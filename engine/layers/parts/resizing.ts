import { choice } from '../contract/params';

/** How values between the given ones come about. */
export const METHOD = choice(
  'Method',
  [
    { value: 'nearest', title: 'Nearest' },
    { value: 'bilinear', title: 'Bilinear' },
  ],
  'nearest',
  { help: 'Nearest: the value at the place. Bilinear: a mean of the four around it.' },
);
