import { describe } from 'vitest';
import { testConvolutions } from './convolution-cases';

describe('convolution on TensorFlow as it is', () => testConvolutions(process.arch === 'x64'));
