import { describe } from 'vitest';
import { testConvolutions } from './convolution-cases';

// Read when TensorFlow is loaded. Without oneDNN it has no gradients of grouped and dilated convolutions on the CPU.
process.env.TF_ENABLE_ONEDNN_OPTS = '0';

describe('convolution without oneDNN', () => testConvolutions(false));
