"""The engine through KServe's own Python client and stubs. Runs against the address in GUIONIX_ADDRESS, where versions 1
(loaded) and 2 (not loaded) of "encoder" are."""

import os
import unittest

import grpc
import numpy as np
from kserve import InferenceGRPCClient, InferInput, InferRequest
from kserve.protocol.grpc import grpc_predict_v2_pb2 as pb
from kserve.protocol.grpc.grpc_predict_v2_pb2_grpc import GRPCInferenceServiceStub

ADDRESS = os.environ["GUIONIX_ADDRESS"]
TEXTS = ["La puerta se abre.", "I am so happy to see you."]


def infer_request(raw, columns, model="encoder", **options):
    array = np.array(TEXTS if not raw else [text.encode() for text in TEXTS], dtype=np.object_)
    array = array.reshape(-1, 1) if columns else array
    tensor = InferInput("text", list(array.shape), "BYTES")
    tensor.set_data_from_numpy(array, binary_data=raw)
    return InferRequest(model_name=model, infer_inputs=[tensor], request_id="r1", **options)


class KServeClient(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.client = InferenceGRPCClient(ADDRESS, retries=0)
        self.addAsyncCleanup(self.client.close)

    async def test_health(self):
        self.assertTrue(await self.client.is_server_live())
        self.assertTrue(await self.client.is_server_ready())
        self.assertTrue(await self.client.is_model_ready("encoder"))
        self.assertFalse(await self.client.is_model_ready("nothing"))

    async def test_infer_in_every_form(self):
        answers = []
        for raw in (True, False):
            for columns in (True, False):
                response = await self.client.infer(infer_request(raw, columns))
                self.assertEqual((response.id, response.model_version), ("r1", "1"))
                outputs = {output.name: output for output in response.outputs}
                embedding = outputs["embedding"].as_numpy()
                self.assertEqual((embedding.shape, embedding.dtype), ((2, 384), np.float32))
                answers.append(embedding)
        for answer in answers[1:]:
            np.testing.assert_array_equal(answer, answers[0])

    async def test_refusals(self):
        with self.assertRaises(grpc.RpcError) as caught:
            await self.client.infer(infer_request(True, True, model="nothing"))
        self.assertEqual(caught.exception.code(), grpc.StatusCode.NOT_FOUND)


class KServeStubs(unittest.TestCase):
    def setUp(self):
        channel = grpc.insecure_channel(ADDRESS)
        self.addCleanup(channel.close)
        self.stub = GRPCInferenceServiceStub(channel)

    def test_metadata(self):
        self.assertEqual(self.stub.ServerMetadata(pb.ServerMetadataRequest()).name, "guionix-ml-engine")
        model = self.stub.ModelMetadata(pb.ModelMetadataRequest(name="encoder"))
        self.assertEqual([list(tensor.shape) for tensor in model.inputs], [[-1, 1]])

    def test_typed_contents_come_back_typed(self):
        request = pb.ModelInferRequest(model_name="encoder")
        request.inputs.add(name="text", datatype="BYTES", shape=[1]).contents.bytes_contents.append(b"Hola.")
        request.outputs.add(name="affect")
        response = self.stub.ModelInfer(request)
        self.assertEqual(len(response.outputs[0].contents.fp32_contents), 2)
        self.assertEqual(list(response.raw_output_contents), [])

    def test_load_and_unload(self):
        loaded = self.stub.RepositoryModelLoad(pb.RepositoryModelLoadRequest(model_name="encoder"))
        self.assertEqual((loaded.model_name, loaded.isLoaded), ("encoder", True))
        ready = pb.ModelReadyRequest(name="encoder", version="2")
        self.assertTrue(self.stub.ModelReady(ready).ready)
        self.addCleanup(self.stub.RepositoryModelLoad, pb.RepositoryModelLoadRequest(model_name="encoder"))
        unloaded = self.stub.RepositoryModelUnload(pb.RepositoryModelUnloadRequest(model_name="encoder"))
        self.assertEqual((unloaded.model_name, unloaded.isUnloaded), ("encoder", True))
        self.assertFalse(self.stub.ModelReady(ready).ready)


if __name__ == "__main__":
    unittest.main()
