import { sketch } from '../sketch';
import { adam, type Template } from '../template';

/** Moments of a spectrogram, a hundred a second, and its bands. */
const [MOMENTS, BANDS] = [512, 80];

function graph() {
  const net = sketch();
  net.put('sound', 'input', { shape: [MOMENTS, BANDS] });
  net.put('conv1', 'conv1d', { filters: 32, kernel: 5, padding: 'same', activation: 'relu' });
  // Each layer looks twice as far to either side as the one before.
  [1, 2, 4, 8, 16, 32, 64].forEach((dilation, i) => {
    const form = { filters: 32, kernel: 5, padding: 'same', activation: 'relu' } as const;
    net.put(`conv${i + 2}`, 'conv1d', { ...form, ...(dilation > 1 && { dilation }) });
  });
  net.put('curve', 'conv1d', { filters: 1, kernel: 1 });
  net.put('beats', 'output', { loss: 'binaryCrossEntropy' });
  return net.graph();
}

const beats: Template = {
  name: 'audio-beats',
  title: 'Beats of music',
  family: 'Other data',
  description:
    'A spectrogram goes through convolutions over time that look further and further; a curve comes out that is high ' +
    'where there is a beat. Takes 512 moments, a hundred a second, of 80 bands of frequency.',
  source: 'Davies and Böck, Temporal convolutional networks for musical audio beat tracking, 2019',
  graph: graph(),
  training: adam(30, 16),
};

export default [beats];
