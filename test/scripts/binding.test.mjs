import { describe, expect, it } from 'vitest';
import { compilerArguments, linkNames } from '../../scripts/setup/binding.mjs';

describe('the compiler line of the binding', () => {
  it('links what the wheel holds', () => {
    const files = ['libtensorflow_cc.so', 'libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
    expect(linkNames(files, false)).toEqual(['tensorflow_cc', 'tensorflow_framework']);
  });

  it('links what the official archive holds', () => {
    expect(linkNames(['libtensorflow.so.2', 'libtensorflow_framework.so.2'], false)).toEqual([
      'tensorflow',
      'tensorflow_framework',
    ]);
    expect(linkNames(['libtensorflow.dylib'], false)).toEqual(['tensorflow']);
  });

  it('links nothing where there is no TensorFlow', () => {
    expect(linkNames(['libm.so.6'], false)).toEqual([]);
  });

  it("adds CUDA's libraries by their exact names, and only the ones that TensorFlow loads", () => {
    const files = ['libtensorflow_cc.so.2', 'libcudart.so.12', 'libcudnn.so.9', 'libcudnn_graph.so.9', 'libother.so.1'];
    expect(linkNames(files, true)).toEqual(['tensorflow_cc', ':libcudart.so.12', ':libcudnn.so.9']);
    expect(linkNames(files, false)).toEqual(['tensorflow_cc']);
  });

  it('finds the library beside the package at run time', () => {
    const part = { defines: [], sources: ['a.cc'] };
    const line = (platform) => compilerArguments(platform, ['tensorflow'], part, 'a.node');
    expect(line('linux')).toContain('-Wl,-rpath,$ORIGIN/../../deps/lib');
    expect(line('darwin')).toContain('-Wl,-rpath,@loader_path/../../deps/lib');
  });

  it('is the same for each part but for its sources and what they are told', () => {
    const line = (part) => compilerArguments('linux', ['tensorflow'], part, 'a.node');
    const [one, two] = [line({ defines: ['-DX'], sources: ['a.cc'] }), line({ defines: [], sources: ['/b.cc'] })];
    expect(one.filter((word) => word !== '-DX' && word !== 'a.cc')).toEqual(two.filter((word) => word !== '/b.cc'));
  });
});
