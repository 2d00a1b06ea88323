"""Runs every SavedModel below a folder in TensorFlow and Keras on the inputs beside it, and prints what came out.

FOLDER/cases.json: {NAME: {"inputs": {INPUT: {"shape", "dtype"}}, "outputs": [OUTPUT], "batches": [N]}}
FOLDER/NAME/: the model. FOLDER/NAME.INPUT.N.bin: values. FOLDER/NAME.OUTPUT.N.bin: what the live net answered.
Prints {NAME: {"difference", "keras", "inputs", "outputs"}}: the largest |difference| over all outputs and batches, in
TensorFlow and through Keras' TFSMLayer (which takes nets of one input), and the signature. NaN stays NaN.
"""
import json
import sys

import keras
import numpy as np
import tensorflow as tf

root = sys.argv[1]
report = {}
with open(f"{root}/cases.json") as file:
    cases = json.load(file)
for name, case in cases.items():
    model = tf.saved_model.load(f"{root}/{name}")
    serve = model.signatures["serving_default"]
    layer = keras.layers.TFSMLayer(f"{root}/{name}", call_endpoint="serving_default")
    differences, keras_differences = [0.0], [0.0]
    for batch in case["batches"]:
        inputs = {
            key: np.fromfile(f"{root}/{name}.{key}.{batch}.bin", spec["dtype"]).reshape(batch, *spec["shape"][1:])
            for key, spec in case["inputs"].items()
        }
        results = serve(**{key: tf.constant(value) for key, value in inputs.items()})
        again = layer(next(iter(inputs.values()))) if len(inputs) == 1 else None
        for key in case["outputs"]:
            expected = np.fromfile(f"{root}/{name}.{key}.{batch}.bin", "float32").reshape(batch, -1)
            differences.append(np.abs(results[key].numpy() - expected).max())
            if again is not None:
                keras_differences.append(np.abs(again[key].numpy() - expected).max())
    report[name] = {
        "difference": float(np.max(differences)),
        "keras": float(np.max(keras_differences)),
        "inputs": {key: [spec.shape.as_list(), spec.dtype.name] for key, spec in serve.structured_input_signature[1].items()},
        "outputs": {key: spec.shape.as_list() for key, spec in serve.structured_outputs.items()},
    }
print(json.dumps(report))
