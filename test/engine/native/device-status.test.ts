import { describe, expect, it } from 'vitest';
import { type DeviceFacts, deterministicFlags, deviceStatus } from '../../../engine/native/device-status';

/** A machine with a GPU whose library has CUDA, but on which TensorFlow found none. */
const READY: DeviceFacts = {
  platform: 'linux',
  architecture: 'x64',
  driver: true,
  library: { cuda: true, reason: '' },
  found: false,
};
const plain = { cuda: false, reason: '' };

describe('what computes', () => {
  it('is the GPU that TensorFlow uses, whatever else is said', () => {
    expect(deviceStatus({ ...READY, found: true })).toEqual({ device: 'gpu' });
    expect(deviceStatus({ ...READY, asked: 'gpu', driver: undefined, found: true })).toEqual({ device: 'gpu' });
  });

  it.each<[string, Partial<DeviceFacts>, RegExp]>([
    ['the person wants the CPU', { asked: 'cpu' }, /^the CPU was asked for$/],
    ['they want it on a Mac', { asked: 'cpu', platform: 'darwin' }, /^the CPU was asked for$/],
    [
      'TensorFlow has no CUDA on a Mac',
      { platform: 'darwin', architecture: 'arm64', driver: undefined, library: plain },
      /Linux with an x64 processor only, and this is darwin on arm64$/,
    ],
    ['nor on Windows', { platform: 'win32', driver: undefined, library: plain }, /this is win32 on x64$/],
    ['nor on ARM', { architecture: 'arm64', library: plain }, /this is linux on arm64$/],
    ['the environment hides all', { visible: '-1' }, /CUDA_VISIBLE_DEVICES hides/],
    ['it names none', { visible: ' ' }, /CUDA_VISIBLE_DEVICES hides/],
    ['it begins with one that is none', { visible: '-1,0' }, /CUDA_VISIBLE_DEVICES hides/],
    ['the environment names one', { visible: '0' }, /^TensorFlow found no GPU/],
    ['the second is named', { visible: '1,-1' }, /^TensorFlow found no GPU/],
    ['there is no driver', { driver: false }, /^no NVIDIA driver answers/],
    ['there is none, and no CUDA either', { driver: false, library: plain }, /^no NVIDIA driver answers/],
    [
      'the set-up says why',
      { library: { cuda: false, reason: 'the disk has no room for CUDA' } },
      /^the disk has no room for CUDA$/,
    ],
    ['the library has no CUDA', { library: plain }, /set up without CUDA; `npm run setup -- --gpu` adds it$/],
    ['no set-up has run', { library: undefined }, /^TensorFlow found no GPU/],
    ['all is there', {}, /too old/],
    ['a library of one’s own has CUDA', { platform: 'win32', driver: undefined }, /too old/],
    ['another library than this was refused', { library: { cuda: true, reason: 'no answer' } }, /too old/],
  ])('is the CPU where %s', (_, facts, why) => {
    const status = deviceStatus({ ...READY, ...facts });
    expect(status.device).toBe('cpu');
    expect(status.whyNotGpu).toMatch(why);
  });

  it('says that a GPU was asked for', () => {
    const { whyNotGpu } = deviceStatus({ ...READY, asked: 'gpu', library: plain });
    expect(whyNotGpu).toMatch(/^a GPU was asked for, but the TensorFlow library was set up without CUDA/);
  });
});

describe('what a GPU is told for the sake of the same bits', () => {
  it('is said where one may be used', () => {
    const flags = { TF_DETERMINISTIC_OPS: '1', TF_CUDNN_DETERMINISTIC: '1' };
    expect(deterministicFlags(READY)).toEqual(flags);
    expect(deterministicFlags({ ...READY, asked: 'gpu', driver: undefined, library: undefined })).toEqual(flags);
  });

  it.each<Partial<DeviceFacts>>([{ asked: 'cpu' }, { visible: '-1' }, { driver: false }, { library: plain }])(
    'is not said where none is: %j',
    (facts) => expect(deterministicFlags({ ...READY, ...facts })).toEqual({}),
  );
});
