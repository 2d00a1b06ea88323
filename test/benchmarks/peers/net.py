"""What both peers share: the net that the benchmark wrote, its batches, and the commands of serve.ts."""

import json
import os
import sys
import time

import numpy as np


class Net:
    """`net.json` and the raw files beside it."""

    def __init__(self, folder):
        self.folder = folder
        with open(os.path.join(folder, 'net.json'), encoding='utf8') as file:
            self.__dict__.update(json.load(file))
        self.stored = {column['field']['name']: column for column in self.columns}

    def read_weights(self):
        """Float32 arrays in the order of `weights`."""
        flat = np.fromfile(os.path.join(self.folder, 'weights.bin'), np.float32)
        ends = np.cumsum([int(np.prod(weight['shape'])) for weight in self.weights])
        return [
            part.reshape(weight['shape']) for part, weight in zip(np.split(flat, ends[:-1]), self.weights, strict=True)
        ]

    def column(self, name):
        """Values in the order of the first epoch, [batches, batch, …], as they are stored."""
        column = self.stored[name]
        values = np.fromfile(os.path.join(self.folder, f'{name}.bin'), column['stored'])
        order = np.fromfile(os.path.join(self.folder, 'order.bin'), np.int32)
        shape = column['field']['shape']
        return values.reshape(self.samples, *shape)[order].reshape(-1, self.batch, *shape)

    def stored_rows(self, name, count):
        """The first `count` samples as they stand in the file."""
        column = self.stored[name]
        values = np.fromfile(os.path.join(self.folder, f'{name}.bin'), column['stored'])
        return values.reshape(self.samples, *column['field']['shape'])[:count]

    def batches(self):
        """Inputs, a list of float32 [batches, batch, …] ready for the net, and targets, [batches, batch]."""
        inputs = [
            np.multiply(self.column(entry['field']), np.float32(entry['scale']), dtype=np.float32)
            for entry in self.inputs
        ]
        return inputs, self.column(self.output['field'])


def peak_memory():
    """Most bytes that this process has had. Linux counts them for the program in /proc."""
    if sys.platform == 'linux':
        with open('/proc/self/status', encoding='utf8') as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith('VmHWM:'))
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == 'darwin' else 1024)


class Watch:
    """Seconds since it was made."""

    def __init__(self):
        self.start = time.perf_counter()

    @property
    def seconds(self):
        return time.perf_counter() - self.start


def serve(contender):
    """Answers commands until stdin ends. What libraries print goes to stderr; answers have stdout for themselves."""
    answers = os.fdopen(os.dup(1), 'w')
    os.dup2(2, 1)
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer = obey(contender, command)
        except Exception as error:  # Whatever a library throws is an answer too.
            import traceback

            traceback.print_exc()
            answer = {'error': f'{type(error).__name__}: {error}'}
        answers.write(f'answer {json.dumps(answer)}\n')
        answers.flush()
        if 'error' in answer:
            break
    answers.flush()
    os._exit(0)


def obey(contender, command):
    if command['do'] == 'open':
        return contender.open(command['steps'])
    if command['do'] == 'train':
        return contender.train(command['steps'])
    if command['do'] == 'infer':
        return contender.infer(command['batch'], command['steps'])
    return {'peak': peak_memory()}
