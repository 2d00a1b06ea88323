/**
 * Where native TensorFlow can come from, as data and pure decisions.
 *
 * PyPI's wheels hold the C library and its headers. One Python version is fixed so that a wheel is always the same file,
 * whatever Python the machine has; the checksums are those that PyPI publishes. Windows wheels hold no separate
 * library, so Windows goes on to the portable backend unless LIBTENSORFLOW names a folder with a built binding.
 */
const TENSORFLOW_VERSION = '2.21.0';

/** The last version that the TensorFlow project publishes as a plain C archive. */
const ARCHIVE_VERSION = '2.18.0';

/** By variant and `platform-arch`: the wheel's package, pip's platform tag and the SHA-256 of the cp311 file. */
const WHEELS = {
  cpu: {
    'linux-x64': {
      package: 'tensorflow-cpu',
      tag: 'manylinux_2_27_x86_64',
      sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    },
    'linux-arm64': {
      package: 'tensorflow',
      tag: 'manylinux_2_27_aarch64',
      sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
    },
    'darwin-arm64': {
      package: 'tensorflow',
      tag: 'macosx_12_0_arm64',
      sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
    },
  },
  cuda: {
    'linux-x64': {
      package: 'tensorflow',
      tag: 'manylinux_2_27_x86_64',
      sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
    },
  },
};

/** The wheels of NVIDIA's libraries that the CUDA wheel asks for (its extra `and-cuda`), with PyPI's checksums. */
export const NVIDIA_WHEELS = [
  ['nvidia-cublas-cu12', '12.9.3.13', 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72'],
  ['nvidia-cuda-cupti-cu12', '12.8.90', 'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182'],
  ['nvidia-cuda-nvcc-cu12', '12.9.86', '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0'],
  ['nvidia-cuda-nvrtc-cu12', '12.9.86', '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4'],
  ['nvidia-cuda-runtime-cu12', '12.9.79', '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3'],
  ['nvidia-cudnn-cu12', '9.28.0.42', '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375'],
  ['nvidia-cufft-cu12', '11.4.1.4', 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28'],
  ['nvidia-curand-cu12', '10.3.10.19', '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e'],
  ['nvidia-cusolver-cu12', '11.7.5.82', '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88'],
  ['nvidia-cusparse-cu12', '12.5.10.65', '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78'],
  ['nvidia-nccl-cu12', '2.32.3', 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c'],
  ['nvidia-nvjitlink-cu12', '12.9.86', 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9'],
].map(([name, version, sha256]) => ({ package: name, version, sha256, tag: 'manylinux_2_27_x86_64' }));

/** The official archives, by variant and `platform-arch`. No checksum is published for them: HTTPS has to do. */
const ARCHIVES = {
  cpu: { 'linux-x64': 'cpu-linux-x86_64', 'darwin-arm64': 'cpu-darwin-arm64' },
  cuda: { 'linux-x64': 'gpu-linux-x86_64' },
};

/** Whether CUDA is wanted: `--gpu` asks for it, else an NVIDIA driver that answers decides. */
export function wantsCuda({ gpuAsked, driverAnswers, platform, arch }) {
  return `${platform}-${arch}` in WHEELS.cuda && (gpuAsked || driverAnswers);
}

/**
 * The sources to try, best first. A folder that the person names is the only one then: falling back from it in
 * silence would hide a mistake.
 */
export function nativeSources({ folder, cuda, platform, arch }) {
  if (folder) return [{ kind: 'folder', folder, cuda: false }];
  const machine = `${platform}-${arch}`;
  const variants = cuda ? ['cuda', 'cpu'] : ['cpu'];
  const wheels = variants.flatMap((variant) => {
    const wheel = WHEELS[variant][machine];
    const name = `tensorflow-${variant}-${TENSORFLOW_VERSION}-${machine}`;
    return wheel
      ? [
          {
            kind: 'wheel',
            name,
            cuda: variant === 'cuda',
            version: TENSORFLOW_VERSION,
            wheel: { ...wheel, version: TENSORFLOW_VERSION },
          },
        ]
      : [];
  });
  const archives = variants.flatMap((variant) => {
    const archive = ARCHIVES[variant][machine];
    const name = `libtensorflow-${variant}-${ARCHIVE_VERSION}-${machine}`;
    const url = `https://storage.googleapis.com/tensorflow/versions/${ARCHIVE_VERSION}/libtensorflow-${archive}.tar.gz`;
    return archive ? [{ kind: 'archive', name, cuda: variant === 'cuda', version: ARCHIVE_VERSION, url }] : [];
  });
  return [...wheels, ...archives];
}

/**
 * Whether the recorded outcome still answers what is asked: the same named folder, and CUDA if `--gpu` asks.
 * A portable outcome is kept too, so that a machine without network does not retry at every start;
 * `npm run setup` asks again (`refresh`).
 */
export function nativeStillValid(status, { folder, gpuAsked, refresh }) {
  if (!status || (status.folder ?? '') !== (folder ?? '')) return false;
  if (status.kind === 'portable') return !refresh && !gpuAsked;
  return status.cuda || !gpuAsked || status.gpuFailed === true;
}
