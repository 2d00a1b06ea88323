import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../../../engine/graph/document';
import { parseProject } from '../../../engine/graph/parse';
import { alexnet } from './alexnet';
import type { BenchmarkNet } from './net';
import { resnet20, resnet50 } from './residual-nets';

/** A template as it is, with the benchmark's batch. */
function template(root: string, name: string, batch: number): Project {
  const opened = parseProject(readFileSync(join(root, 'templates', `${name}.json`), 'utf8'));
  if (!opened.ok) throw new Error(`The template ${name} cannot be read: ${opened.problems[0]?.message}`);
  const { project } = opened.value;
  if (!project.training) throw new Error(`The template ${name} has no settings for training`);
  return { ...project, training: { ...project.training, batch } };
}

/** The benchmark's nets, small ones first. `root` is the checkout. */
export function benchmarkNets(root: string): BenchmarkNet[] {
  return [
    {
      name: 'mnist-mlp',
      batch: 128,
      batches: 64,
      project: template(root, 'mnist-mlp', 128),
      trainable: 79_510,
      inference: false,
    },
    {
      name: 'lenet',
      batch: 128,
      batches: 64,
      project: template(root, 'lenet', 128),
      trainable: 431_080,
      inference: true,
    },
    {
      name: 'siamese-mnist',
      batch: 64,
      batches: 64,
      project: template(root, 'siamese-mnist', 64),
      trainable: 431_102,
      inference: false,
    },
    {
      name: 'resnet20',
      batch: 64,
      batches: 16,
      project: resnet20(64),
      trainable: 272_474,
      random: { shape: [32, 32, 3], classes: 10 },
      inference: false,
    },
    {
      name: 'alexnet',
      batch: 16,
      batches: 4,
      project: alexnet(16),
      trainable: 62_378_344,
      random: { shape: [227, 227, 3], classes: 1000 },
      inference: false,
    },
    {
      name: 'resnet50',
      batch: 8,
      batches: 8,
      project: resnet50(8),
      trainable: 25_557_032,
      // The last scale of each branch, as Goyal and others do (Accurate, large minibatch SGD, 2017). With scales of 1
      // the second loss depends on rounding: Adam's first step follows only the signs of the gradients.
      zeroed: '-out-norm.scale',
      random: { shape: [224, 224, 3], classes: 1000 },
      inference: true,
    },
  ];
}
