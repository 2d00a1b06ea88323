import { bool, choice, int, type Params } from '../../layers/contract/params';
import { NORMALISATION } from './normalised';

/** What both sides of a U-Net's level have in common. */
export const UNET = {
  filters: int('Filters', 64, { max: 65_536, help: 'Maps of the convolutions of this level.' }),
  convolutions: int('Convolutions', 2, { max: 64, help: 'How many 3×3 convolutions follow each other.' }),
  padding: choice(
    'Padding',
    [
      { value: 'same', title: 'Same' },
      { value: 'valid', title: 'None' },
    ],
    'same',
    {
      help: 'Same: zeros around, so that maps keep their size. None: they lose a pixel at every side, as in the paper.',
    },
  ),
  norm: bool('Normalise', false, { help: 'A batch normalisation between each convolution and its ReLU.' }),
  ...NORMALISATION,
} as const satisfies Params;

export const UNET_SOURCE =
  'Ronneberger, Fischer and Brox, U-Net: convolutional networks for biomedical image segmentation, 2015';
