"""Keras 3 on TensorFlow. Arguments: folder, variant (`jit`, `graph` to train; `predict`, `graph`, `jit` to answer)."""

import os
import sys

os.environ['KERAS_BACKEND'] = 'tensorflow'
os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')

import keras
import numpy as np
import tensorflow as tf
from keras import layers
from net import Net, Watch, serve


@keras.saving.register_keras_serializable()
class L2Distance(layers.Layer):
    def call(self, inputs):
        a, b = inputs
        return keras.ops.sqrt(keras.ops.sum(keras.ops.square(a - b), axis=1, keepdims=True) + 1e-10)


def contrastive(margin):
    def loss(truth, distance):
        truth = keras.ops.reshape(keras.ops.cast(truth, 'float32'), (-1, 1))
        short = keras.ops.maximum(margin - distance, 0)
        return 0.5 * (truth * keras.ops.square(distance) + (1 - truth) * keras.ops.square(short))

    return loss


def layer_of(kind, p):
    if kind == 'conv2d':
        return layers.Conv2D(
            p['filters'],
            p['kernel'],
            strides=p['stride'],
            padding=p['padding'],
            dilation_rate=p['dilation'],
            groups=p['groups'],
            use_bias=p['bias'],
        )
    if kind == 'maxPool2d':
        return layers.MaxPooling2D(p['size'], p['stride'], p['padding'])
    if kind == 'dense':
        return layers.Dense(p['units'], use_bias=p['bias'])
    if kind == 'batchNorm':
        return layers.BatchNormalization(momentum=p['momentum'], epsilon=p['epsilon'])
    if kind == 'activation':
        return layers.Activation(p['activation'])
    made = {
        'flatten': layers.Flatten,
        'add': layers.Add,
        'globalAveragePool2d': layers.GlobalAveragePooling2D,
        'l2Distance': L2Distance,
    }
    return made[kind]()


def build(net):
    """A functional model that ends in logits, with the benchmark's first weights."""
    values = {entry['value']: keras.Input(entry['shape']) for entry in net.inputs}
    entries = list(values.values())
    owners, arrays = {}, net.read_weights()
    for call in net.calls:
        names = ['kernel', 'bias', 'scale', 'offset', 'mean', 'variance']
        own = tuple(call['weights'][name] for name in names if name in call['weights'])
        layer = owners.get(own) if own else None
        if layer is None:
            layer = layer_of(call['kind'], call['params'])
        inputs = [values[at] for at in call['inputs']]
        y = layer(inputs[0] if len(inputs) == 1 else inputs)
        if own and own not in owners:
            layer.set_weights([arrays[at] for at in own])
            owners[own] = layer
        values[call['result']] = y
        if 'activation' in call:
            values[call['activation']['result']] = layers.Activation(call['activation']['name'])(y)
    model = keras.Model(entries, values[net.output['logits']])
    count = sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
    assert count == net.trainable, f'{count} trained parameters'
    return model


class Timer(keras.callbacks.Callback):
    """Seconds from the first batch of `fit` to the end of its epoch, without what `fit` prepares."""

    def on_train_begin(self, logs=None):
        self.watch = None

    def on_train_batch_begin(self, batch, logs=None):
        if self.watch is None:
            self.watch = Watch()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds = self.watch.seconds


class Keras:
    def __init__(self, folder, variant):
        self.net = Net(folder)
        self.variant = variant
        self.forward = None
        self.fed = {}
        self.xs = None

    def one_or_list(self, arrays):
        return arrays[0] if len(arrays) == 1 else tuple(arrays)

    def open(self, steps):
        if steps > 0 and self.xs is None:
            self.xs, self.y = self.net.batches()
        watch = Watch()
        self.model = build(self.net)
        if steps == 0:
            if self.variant != 'predict':
                jit = self.variant == 'jit'
                self.forward = tf.function(lambda x: self.model(x, training=False), jit_compile=jit)
            return {}
        sparse = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        loss = sparse if self.net.output['loss'] == 'crossEntropy' else contrastive(self.net.output['params']['margin'])
        optimizer = keras.optimizers.Adam(self.net.learningRate, epsilon=self.net.epsilon)
        self.model.compile(optimizer, loss=loss, jit_compile=self.variant == 'jit')
        losses, first = [], 0
        for step in range(steps):
            self.model.reset_metrics()
            losses.append(float(self.model.train_on_batch(self.one_or_list([x[step] for x in self.xs]), self.y[step])))
            if step == 0:
                first = watch.seconds
        rest = watch.seconds - first
        whole = (self.one_or_list(self.xs), self.y)
        self.data = tf.data.Dataset.from_tensor_slices(whole).repeat().prefetch(2)
        self.xs = self.y = None
        return {'losses': losses, 'firstStep': first, 'rest': rest}

    def train(self, steps):
        timer = Timer()
        self.model.fit(self.data, steps_per_epoch=steps, epochs=1, verbose=0, callbacks=[timer])
        return {'seconds': timer.seconds, 'steps': steps}

    def infer(self, batch, steps):
        if batch not in self.fed:
            self.fed[batch] = self.one_or_list(
                [
                    np.multiply(self.net.stored_rows(entry['field'], batch), np.float32(entry['scale']), dtype=np.float32)
                    for entry in self.net.inputs
                ]
            )
        x = self.fed[batch]
        watch = Watch()
        for _ in range(steps):
            if self.forward is None:
                answer = self.model.predict_on_batch(x)
            else:
                answer = self.forward(tf.convert_to_tensor(x)).numpy()
        return {'seconds': watch.seconds, 'steps': steps, 'logits': answer[0, :10].tolist()}


serve(Keras(sys.argv[1], sys.argv[2]))
