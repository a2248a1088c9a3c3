"""Triton's own server over an ONNX graph: triton_server.py GRPC_PORT MODEL_NAME GRAPH.

The wheel of PyTriton has the server without its ONNX backend, so a Python function computes the graph.
"""

import sys
from socket import socket

import numpy
import onnxruntime
from pytriton.decorators import batch
from pytriton.model_config import ModelConfig, Tensor
from pytriton.triton import Triton, TritonConfig

DTYPES = {"tensor(int64)": numpy.int64, "tensor(int32)": numpy.int32, "tensor(float)": numpy.float32}

port, name, graph = int(sys.argv[1]), sys.argv[2], sys.argv[3]
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def tensors(nodes):
    """Tensors of a graph without their first dimension, the batch, which Triton adds."""
    return [
        Tensor(name=node.name, dtype=DTYPES[node.type], shape=tuple(d if isinstance(d, int) else -1 for d in node.shape[1:]))
        for node in nodes
    ]


@batch
def infer(**feed):
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, feed)))


def free_port():
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


local = "127.0.0.1"
config = TritonConfig(
    grpc_address=local, grpc_port=port, http_address=local, http_port=free_port(), metrics_address=local, metrics_port=free_port()
)
with Triton(config=config) as triton:
    triton.bind(
        model_name=name,
        infer_func=infer,
        inputs=tensors(session.get_inputs()),
        outputs=tensors(session.get_outputs()),
        config=ModelConfig(max_batch_size=1024),
        strict=True,
    )
    triton.serve()
