"""The engine through MLServer's own stubs and converters. Runs against the address in GUIONIX_ADDRESS, where versions 1
(loaded) and 2 (not loaded) of "encoder" are."""

import os
import unittest

import grpc
from mlserver.codecs import NumpyCodec, StringCodec
from mlserver.grpc import converters
from mlserver.grpc import dataplane_pb2 as pb
from mlserver.grpc import model_repository_pb2 as repository
from mlserver.grpc.dataplane_pb2_grpc import GRPCInferenceServiceStub
from mlserver.grpc.model_repository_pb2_grpc import ModelRepositoryServiceStub
from mlserver.types import InferenceRequest, RequestOutput

TEXTS = ["La puerta se abre.", "I am so happy to see you."]


class MLServerClient(unittest.TestCase):
    def setUp(self):
        channel = grpc.insecure_channel(os.environ["GUIONIX_ADDRESS"])
        self.addCleanup(channel.close)
        self.stub = GRPCInferenceServiceStub(channel)
        self.repository = ModelRepositoryServiceStub(channel)

    def infer(self, raw):
        request = InferenceRequest(
            id="r1",
            inputs=[StringCodec.encode_input("text", TEXTS)],
            outputs=[RequestOutput(name="affect"), RequestOutput(name="embedding")],
        )
        message = converters.ModelInferRequestConverter.from_types(request, model_name="encoder", use_raw=raw)
        return converters.ModelInferResponseConverter.to_types(self.stub.ModelInfer(message))

    def test_infer_raw_and_typed(self):
        answers = [self.infer(raw) for raw in (True, False)]
        for answer in answers:
            self.assertEqual((answer.id, answer.model_version), ("r1", "1"))
            self.assertEqual([output.name for output in answer.outputs], ["affect", "embedding"])
        raw, typed = ([NumpyCodec.decode_output(output) for output in answer.outputs] for answer in answers)
        self.assertEqual([one.shape for one in raw], [(2, 2), (2, 384)])
        for one, other in zip(raw, typed):
            self.assertEqual(one.tobytes(), other.astype("float32").tobytes())

    def test_metadata(self):
        model = self.stub.ModelMetadata(pb.ModelMetadataRequest(name="encoder"))
        self.assertEqual(converters.ModelMetadataResponseConverter.to_types(model).inputs[0].name, "text")
        self.assertTrue(self.stub.ModelReady(pb.ModelReadyRequest(name="encoder")).ready)

    def test_repository_in_both_services(self):
        for stub, messages in ((self.stub, pb), (self.repository, repository)):

            def states():
                index = stub.RepositoryIndex(messages.RepositoryIndexRequest())
                return {model.version: model.state for model in index.models}

            self.assertEqual(states(), {"1": "READY", "2": "UNAVAILABLE"})
            stub.RepositoryModelLoad(messages.RepositoryModelLoadRequest(model_name="encoder"))
            self.assertEqual(states(), {"1": "READY", "2": "READY"})
            stub.RepositoryModelUnload(messages.RepositoryModelUnloadRequest(model_name="encoder"))
            self.assertEqual(states(), {"1": "UNAVAILABLE", "2": "UNAVAILABLE"})
            request = pb.RepositoryModelLoadRequest(model_name="encoder")
            request.parameters["version"].string_param = "1"
            self.stub.RepositoryModelLoad(request)
        with self.assertRaises(grpc.RpcError) as caught:
            self.repository.RepositoryModelLoad(repository.RepositoryModelLoadRequest(model_name="nothing"))
        self.assertEqual(caught.exception.code(), grpc.StatusCode.NOT_FOUND)


if __name__ == "__main__":
    unittest.main()
