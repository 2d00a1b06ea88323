import { describe, expect, it } from 'vitest';
import { NVIDIA_WHEELS, nativeSources, nativeStillValid, wantsCuda } from '../../scripts/setup/native-sources.mjs';

const linux = { platform: 'linux', arch: 'x64' };
const kinds = (request) => nativeSources(request).map((source) => `${source.kind} ${source.cuda ? 'cuda' : 'cpu'}`);

describe('where native TensorFlow comes from', () => {
  it('tries the wheel, then the official archive', () => {
    expect(kinds({ folder: '', cuda: false, ...linux })).toEqual(['wheel cpu', 'archive cpu']);
  });

  it('tries CUDA first where it is wanted, and the CPU wheel before any archive', () => {
    const expected = ['wheel cuda', 'wheel cpu', 'archive cuda', 'archive cpu'];
    expect(kinds({ folder: '', cuda: true, ...linux })).toEqual(expected);
  });

  it('uses nothing but a folder that the person names', () => {
    const sources = nativeSources({ folder: '/opt/tensorflow', cuda: true, ...linux });
    expect(sources).toEqual([{ kind: 'folder', folder: '/opt/tensorflow', cuda: false }]);
  });

  it('has no source for a system without published libraries', () => {
    expect(nativeSources({ folder: '', cuda: false, platform: 'win32', arch: 'x64' })).toEqual([]);
    expect(nativeSources({ folder: '', cuda: false, platform: 'freebsd', arch: 'x64' })).toEqual([]);
  });

  it('pins one file by SHA-256 for every wheel', () => {
    const machines = [linux, { platform: 'linux', arch: 'arm64' }, { platform: 'darwin', arch: 'arm64' }];
    const wheels = machines.flatMap((machine) => nativeSources({ folder: '', cuda: true, ...machine }));
    const sums = wheels.filter((source) => source.wheel).map((source) => source.wheel.sha256);
    expect(sums).toHaveLength(4);
    for (const sum of [...sums, ...NVIDIA_WHEELS.map((wheel) => wheel.sha256)]) expect(sum).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(sums).size).toBe(4);
  });
});

describe('whether CUDA is wanted', () => {
  it('takes an answering driver or the wish for it', () => {
    expect(wantsCuda({ gpuAsked: false, driverAnswers: true, ...linux })).toBe(true);
    expect(wantsCuda({ gpuAsked: true, driverAnswers: false, ...linux })).toBe(true);
    expect(wantsCuda({ gpuAsked: false, driverAnswers: false, ...linux })).toBe(false);
  });

  it('never wants it where no CUDA wheel is published', () => {
    expect(wantsCuda({ gpuAsked: true, driverAnswers: true, platform: 'darwin', arch: 'arm64' })).toBe(false);
  });
});

describe('whether an earlier outcome still holds', () => {
  const native = { kind: 'native', cuda: false, folder: '' };
  const request = { folder: '', gpuAsked: false, refresh: false };

  it('holds for the same request', () => {
    expect(nativeStillValid(native, request)).toBe(true);
    expect(nativeStillValid(null, request)).toBe(false);
  });

  it('does not hold when another folder is named, or none any more', () => {
    expect(nativeStillValid(native, { ...request, folder: '/opt/a' })).toBe(false);
    expect(nativeStillValid({ ...native, folder: '/opt/a' }, request)).toBe(false);
    expect(nativeStillValid({ ...native, folder: '/opt/a' }, { ...request, folder: '/opt/a' })).toBe(true);
  });

  it('asks again for a GPU once, and not after it could not be had', () => {
    expect(nativeStillValid(native, { ...request, gpuAsked: true })).toBe(false);
    expect(nativeStillValid({ ...native, gpuFailed: true }, { ...request, gpuAsked: true })).toBe(true);
    expect(nativeStillValid({ ...native, cuda: true }, { ...request, gpuAsked: true })).toBe(true);
  });

  it('retries after the portable outcome only when asked', () => {
    const portable = { kind: 'portable', cuda: false, folder: '' };
    expect(nativeStillValid(portable, request)).toBe(true);
    expect(nativeStillValid(portable, { ...request, refresh: true })).toBe(false);
  });
});
