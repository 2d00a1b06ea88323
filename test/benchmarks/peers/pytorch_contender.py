"""PyTorch, channels_last, fused Adam. Arguments: folder, variant (`eager`, `compile`)."""

import sys

import numpy as np
import torch
import torch.nn.functional as F
from net import Net, Watch, serve
from torch import nn


def same_padding(size, window, stride, dilation=1):
    """Zeros before and after, as TensorFlow's `same` has them."""
    total = max((-(-size // stride) - 1) * stride + (window - 1) * dilation + 1 - size, 0)
    return total // 2, total - total // 2


class Conv(nn.Module):
    """Where `same` is lopsided (strides), zeros are put around the picture first: no padding of PyTorch's says it."""

    def __init__(self, channels, size, p):
        super().__init__()
        pads = [(0, 0), (0, 0)]
        if p['padding'] == 'same':
            pads = [same_padding(*at) for at in zip(size, p['kernel'], p['stride'], p['dilation'], strict=True)]
        even = all(before == after for before, after in pads)
        self.around = None if even else [pads[1][0], pads[1][1], pads[0][0], pads[0][1]]
        padding = [before for before, _ in pads] if even else 0
        options = {'dilation': p['dilation'], 'groups': p['groups'], 'bias': p['bias']}
        self.conv = nn.Conv2d(channels, p['filters'], p['kernel'], p['stride'], padding, **options)

    def forward(self, x):
        return self.conv(x if self.around is None else F.pad(x, self.around))


class MaxPool(nn.Module):
    def __init__(self, size, p):
        super().__init__()
        pads = [(0, 0), (0, 0)]
        if p['padding'] == 'same':
            pads = [same_padding(*at) for at in zip(size, p['size'], p['stride'], strict=True)]
        # A window that reaches over the far edge only is what `ceil_mode` allows.
        assert all(before == 0 for before, _ in pads), 'this pooling has no equal in PyTorch'
        self.pool = nn.MaxPool2d(p['size'], p['stride'], ceil_mode=p['padding'] == 'same')

    def forward(self, x):
        return self.pool(x)


class Flatten(nn.Module):
    """In the order height, width, channels: free in channels_last, and dense kernels fit as they are."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1) if x.dim() == 4 else x.flatten(1)


class Add(nn.Module):
    def forward(self, first, *rest):
        for x in rest:
            first = first + x
        return first


class Average(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


class L2Distance(nn.Module):
    def forward(self, a, b):
        return torch.sqrt(torch.sum(torch.square(a - b), 1, keepdim=True) + 1e-10)


class Model(nn.Module):
    """The calls of the net in order; values by number, each let go of after its last use."""

    def __init__(self, net):
        super().__init__()
        self.layers = nn.ModuleList()
        self.calls = []
        self.entries = [entry['value'] for entry in net.inputs]
        self.logits = net.output['logits']
        owners, arrays = {}, [torch.from_numpy(array.copy()) for array in net.read_weights()]
        for call in net.calls:
            own = tuple(call['weights'].values())
            shape = net.shapes[call['inputs'][0]]
            if own and own in owners:
                layer = owners[own]
            else:
                layer = layer_of(call['kind'], call['params'], shape)
                fill(layer, {name: arrays[at] for name, at in call['weights'].items()})
                owners[own] = layer
            self.add(layer, call['inputs'], call['result'])
            if 'activation' in call:
                assert call['activation']['name'] == 'relu'
                self.add(nn.ReLU(inplace=True), [call['result']], call['activation']['result'])
        last = {at: index for index, (_, taken, _, _) in enumerate(self.calls) for at in taken}
        for at, index in last.items():
            self.calls[index][3].append(at)
        self.train()

    def add(self, layer, inputs, result):
        self.layers.append(layer)
        self.calls.append((layer, tuple(inputs), result, []))

    def forward(self, *inputs):
        values = dict(zip(self.entries, inputs, strict=True))
        for layer, taken, result, done in self.calls:
            values[result] = layer(*[values[at] for at in taken])
            for at in done:
                del values[at]
        return values[self.logits]


def layer_of(kind, p, shape):
    if kind == 'conv2d':
        return Conv(shape[2], shape[:2], p)
    if kind == 'maxPool2d':
        return MaxPool(shape[:2], p)
    if kind == 'dense':
        return nn.Linear(shape[0], p['units'], bias=p['bias'])
    if kind == 'batchNorm':
        norm = nn.BatchNorm2d if len(shape) == 3 else nn.BatchNorm1d
        return norm(shape[-1], eps=p['epsilon'], momentum=1 - p['momentum'])
    if kind == 'activation':
        assert p['activation'] == 'relu'
        return nn.ReLU(inplace=True)
    made = {'flatten': Flatten, 'add': Add, 'globalAveragePool2d': Average, 'l2Distance': L2Distance}
    return made[kind]()


def fill(layer, weights):
    """Kernels are [height, width, in, out] and [in, out] with us."""
    inner = layer.conv if isinstance(layer, Conv) else layer
    names = {'kernel': 'weight', 'scale': 'weight', 'bias': 'bias', 'offset': 'bias'}
    names |= {'mean': 'running_mean', 'variance': 'running_var'}
    with torch.no_grad():
        for name, value in weights.items():
            turned = value.permute(3, 2, 0, 1) if value.dim() == 4 else value.T if value.dim() == 2 else value
            getattr(inner, names[name]).copy_(turned)


def contrastive(distance, truth, margin):
    truth = truth.float().reshape(-1, 1)
    short = torch.clamp(margin - distance, min=0)
    return (0.5 * (truth * torch.square(distance) + (1 - truth) * torch.square(short))).mean()


class Torch:
    def __init__(self, folder, variant):
        self.net = Net(folder)
        self.variant = variant
        self.xs = None
        self.fed = {}
        self.at = 0

    def tensor(self, array):
        x = torch.from_numpy(array)
        return x.permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last) if x.dim() == 4 else x

    def open(self, steps):
        net = self.net
        if steps > 0 and self.xs is None:
            inputs, truth = net.batches()
            self.xs = [[self.tensor(x[at]) for x in inputs] for at in range(len(truth))]
            self.truths = [torch.from_numpy(y.astype(np.int64)) for y in truth]
        watch = Watch()
        model = Model(net).to(memory_format=torch.channels_last)
        trained = list(model.parameters())
        count = sum(x.numel() for x in trained)
        assert count == net.trainable, f'{count} trained parameters'
        if steps == 0:
            model.eval()
        self.model = torch.compile(model) if self.variant == 'compile' else model
        if steps == 0:
            return {}
        self.optimizer = torch.optim.Adam(trained, net.learningRate, eps=net.epsilon, fused=True)
        losses, first = [], 0
        for step in range(steps):
            # PyTorch adds epsilon to the corrected root, Keras and we to the plain one: for the losses that are
            # compared, this makes the two the same.
            self.optimizer.param_groups[0]['eps'] = net.epsilon / (1 - 0.999 ** (step + 1)) ** 0.5
            losses.append(self.step().item())
            if step == 0:
                first = watch.seconds
        self.optimizer.param_groups[0]['eps'] = net.epsilon
        return {'losses': losses, 'firstStep': first, 'rest': watch.seconds - first}

    def step(self):
        at = self.at % len(self.xs)
        self.at += 1
        self.optimizer.zero_grad()
        logits = self.model(*self.xs[at])
        if self.net.output['loss'] == 'crossEntropy':
            loss = F.cross_entropy(logits, self.truths[at])
        else:
            loss = contrastive(logits, self.truths[at], self.net.output['params']['margin'])
        loss.backward()
        self.optimizer.step()
        return loss

    def train(self, steps):
        watch = Watch()
        for _ in range(steps):
            self.step()
        return {'seconds': watch.seconds, 'steps': steps}

    def infer(self, batch, steps):
        if batch not in self.fed:
            rows = [(self.net.stored_rows(entry['field'], batch), entry['scale']) for entry in self.net.inputs]
            arrays = [np.multiply(values, np.float32(scale), dtype=np.float32) for values, scale in rows]
            self.fed[batch] = [self.tensor(array) for array in arrays]
        x = self.fed[batch]
        with torch.inference_mode():
            watch = Watch()
            for _ in range(steps):
                answer = self.model(*x).numpy()
            seconds = watch.seconds
        return {'seconds': seconds, 'steps': steps, 'logits': answer[0, :10].tolist()}


serve(Torch(sys.argv[1], sys.argv[2]))
