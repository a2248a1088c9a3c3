"""The engine through Triton's own Python client. Runs against the address in GUIONIX_ADDRESS, where versions 1 (loaded)
and 2 (not loaded) of "encoder" are."""

import os
import queue
import unittest

import numpy as np
import tritonclient.grpc as triton
from tritonclient.utils import InferenceServerException

TEXTS = ["La puerta se abre.", "¿Quién anda ahí?", "I am so happy to see you.", ""]


def text_input(texts, columns=True):
    array = np.array([text.encode() for text in texts], dtype=np.object_)
    array = array.reshape(-1, 1) if columns else array
    tensor = triton.InferInput("text", list(array.shape), "BYTES")
    tensor.set_data_from_numpy(array)
    return [tensor]


class TritonClient(unittest.TestCase):
    def setUp(self):
        self.client = triton.InferenceServerClient(os.environ["GUIONIX_ADDRESS"])
        self.addCleanup(self.client.close)

    def refused(self, code, call, *args, **kwargs):
        with self.assertRaises(InferenceServerException) as caught:
            call(*args, **kwargs)
        self.assertEqual(caught.exception.status(), f"StatusCode.{code}")
        return caught.exception.message()

    def test_health(self):
        self.assertTrue(self.client.is_server_live())
        self.assertTrue(self.client.is_server_ready())
        self.assertTrue(self.client.is_model_ready("encoder"))
        self.assertTrue(self.client.is_model_ready("encoder", "1"))
        self.assertFalse(self.client.is_model_ready("nothing"))

    def test_metadata(self):
        server = self.client.get_server_metadata()
        self.assertEqual(server.name, "guionix-ml-engine")
        model = self.client.get_model_metadata("encoder", as_json=True)
        self.assertEqual(model["inputs"], [{"name": "text", "datatype": "BYTES", "shape": ["-1", "1"]}])
        outputs = {output["name"]: output for output in model["outputs"]}
        self.assertEqual(outputs["embedding"], {"name": "embedding", "datatype": "FP32", "shape": ["-1", "384"]})
        self.refused("NOT_FOUND", self.client.get_model_metadata, "nothing")

    def test_config(self):
        config = self.client.get_model_config("encoder").config
        self.assertEqual(config.backend, "onnxruntime")
        self.assertEqual([list(output.dims) for output in config.output if output.name == "embedding"], [[384]])
        self.assertEqual(config.dynamic_batching.priority_levels, 3)
        self.assertTrue(config.parameters["polarity_labels"].string_value.startswith("negative"))

    def test_infer(self):
        result = self.client.infer("encoder", text_input(TEXTS), request_id="r1")
        response = result.get_response()
        self.assertEqual((response.id, response.model_version), ("r1", "1"))
        embedding = result.as_numpy("embedding")
        self.assertEqual((embedding.shape, embedding.dtype), ((4, 384), np.float32))
        np.testing.assert_allclose(np.linalg.norm(embedding, axis=1), 1, atol=1e-5)
        np.testing.assert_allclose(result.as_numpy("polarity").sum(axis=1), 1, atol=1e-5)
        self.assertGreater(response.parameters["tokens"].int64_param, 4)

    def test_one_text_has_the_numbers_it_has_in_a_list(self):
        together = self.client.infer("encoder", text_input(TEXTS)).as_numpy("embedding")
        for row, text in enumerate(TEXTS):
            alone = self.client.infer("encoder", text_input([text], columns=False)).as_numpy("embedding")
            np.testing.assert_allclose(alone[0], together[row], atol=1e-6)

    def test_requested_outputs(self):
        asked = [triton.InferRequestedOutput("affect"), triton.InferRequestedOutput("embedding")]
        result = self.client.infer("encoder", text_input(TEXTS), outputs=asked)
        self.assertEqual([output.name for output in result.get_response().outputs], ["affect", "embedding"])
        self.assertEqual(result.as_numpy("affect").shape, (4, 2))
        self.assertEqual(result.as_numpy("embedding").shape, (4, 384))
        unknown = [triton.InferRequestedOutput("logits")]
        message = self.refused("INVALID_ARGUMENT", self.client.infer, "encoder", text_input(TEXTS), outputs=unknown)
        self.assertIn("embedding", message)
        classes = [triton.InferRequestedOutput("emotion", class_count=3)]
        self.refused("INVALID_ARGUMENT", self.client.infer, "encoder", text_input(TEXTS), outputs=classes)

    def test_no_rows(self):
        result = self.client.infer("encoder", text_input([]))
        self.assertEqual(result.as_numpy("embedding").shape, (0, 384))

    def test_priority_timeout_and_compression(self):
        for priority in (1, 2, 3, 9):
            for algorithm in (None, "gzip", "deflate"):
                result = self.client.infer(
                    "encoder",
                    text_input(TEXTS),
                    priority=priority,
                    timeout=60_000_000,
                    compression_algorithm=algorithm,
                    parameters={"anything": "else"},
                )
                self.assertEqual(result.as_numpy("embedding").shape, (4, 384))

    def test_deadlines(self):
        texts = [f"Una línea que nadie ha calculado, la {i} del plazo, {os.getpid()}." for i in range(1000)]
        self.refused("DEADLINE_EXCEEDED", self.client.infer, "encoder", text_input(texts), timeout=1000)
        self.refused("DEADLINE_EXCEEDED", self.client.infer, "encoder", text_input(texts), client_timeout=0.02)

    def test_refusals(self):
        infer = self.client.infer
        self.refused("NOT_FOUND", infer, "nothing", text_input(TEXTS))
        self.refused("NOT_FOUND", infer, "encoder", text_input(TEXTS), model_version="9")
        wide = triton.InferInput("text", [1, 2], "BYTES")
        wide.set_data_from_numpy(np.array([[b"a", b"b"]], dtype=np.object_))
        self.assertIn("[n, 1]", self.refused("INVALID_ARGUMENT", infer, "encoder", [wide]))
        ids = triton.InferInput("input_ids", [1, 2], "INT64")
        ids.set_data_from_numpy(np.array([[1, 2]], dtype=np.int64))
        self.refused("INVALID_ARGUMENT", infer, "encoder", [ids])
        binary = triton.InferInput("text", [1], "BYTES")
        binary.set_data_from_numpy(np.array([b"LA CONDESA \xff"], dtype=np.object_))
        self.assertNotIn("CONDESA", self.refused("INVALID_ARGUMENT", infer, "encoder", [binary]))
        shared = triton.InferInput("text", [1], "BYTES")
        shared.set_shared_memory("region", 5)
        self.refused("INVALID_ARGUMENT", infer, "encoder", [shared])
        self.refused("UNIMPLEMENTED", self.client.get_system_shared_memory_status)

    def test_async_infer(self):
        answers = queue.Queue()
        for _ in range(20):
            self.client.async_infer("encoder", text_input(TEXTS), lambda result, error: answers.put((result, error)))
        for _ in range(20):
            result, error = answers.get(timeout=60)
            self.assertIsNone(error)
            self.assertEqual(result.as_numpy("embedding").shape, (4, 384))

    def test_stream(self):
        answers = queue.Queue()
        self.client.start_stream(lambda result, error: answers.put((result, error)))
        wanted = self.client.infer("encoder", text_input(TEXTS)).as_numpy("embedding")
        for i in range(200):
            row = i % len(TEXTS)
            self.client.async_stream_infer("encoder", text_input([TEXTS[row]]), request_id=str(i))
        for _ in range(200):
            result, error = answers.get(timeout=60)
            self.assertIsNone(error)
            response = result.get_response()
            self.assertTrue(response.parameters["triton_final_response"].bool_param)
            row = int(response.id) % len(TEXTS)
            np.testing.assert_allclose(result.as_numpy("embedding")[0], wanted[row], atol=1e-6)
        self.client.stop_stream()

    def test_stream_goes_on_after_an_error(self):
        answers = queue.Queue()
        self.client.start_stream(lambda result, error: answers.put((result, error)))
        self.client.async_stream_infer("nothing", text_input(TEXTS))
        _, error = answers.get(timeout=60)
        self.assertIn("nothing", str(error))
        self.client.async_stream_infer("encoder", text_input(TEXTS), enable_empty_final_response=True)
        finals = []
        for _ in range(2):
            result, error = answers.get(timeout=60)
            self.assertIsNone(error)
            finals.append((len(result.get_response().outputs) > 0, result.get_response().parameters["triton_final_response"].bool_param))
        self.assertEqual(finals, [(True, False), (False, True)])
        self.client.stop_stream()

    def test_statistics(self):
        def count():
            (model,) = self.client.get_inference_statistics("encoder", "1").model_stats
            return model.inference_count, model.inference_stats.success.count, model.inference_stats.fail.count

        before = count()
        self.client.infer("encoder", text_input(TEXTS))
        self.refused("INVALID_ARGUMENT", self.client.infer, "encoder", [])
        self.assertEqual([now - then for now, then in zip(count(), before)], [4, 1, 1])

    def test_repository(self):
        def states():
            return {model.version: model.state for model in self.client.get_model_repository_index().models}

        self.assertEqual(states(), {"1": "READY", "2": "UNAVAILABLE"})
        self.refused("UNAVAILABLE", self.client.infer, "encoder", text_input(TEXTS), model_version="2")
        self.client.load_model("encoder")
        self.assertEqual(states(), {"1": "READY", "2": "READY"})
        both = [
            self.client.infer("encoder", text_input(TEXTS), model_version=version).as_numpy("embedding")
            for version in ("1", "2")
        ]
        np.testing.assert_allclose(both[0], both[1], atol=1e-6)
        self.client.unload_model("encoder")
        self.assertEqual(states(), {"1": "UNAVAILABLE", "2": "UNAVAILABLE"})
        self.assertFalse(self.client.is_server_ready())
        self.assertFalse(self.client.is_model_ready("encoder"))
        self.refused("INVALID_ARGUMENT", self.client.load_model, "encoder", config="{}")
        self.refused("NOT_FOUND", self.client.load_model, "nothing")
        request = triton.service_pb2.RepositoryModelLoadRequest(model_name="encoder")
        request.parameters["version"].string_param = "1"
        self.client._client_stub.RepositoryModelLoad(request)
        self.assertEqual(states(), {"1": "READY", "2": "UNAVAILABLE"})
        self.assertEqual(self.client.infer("encoder", text_input(TEXTS)).get_response().model_version, "1")


if __name__ == "__main__":
    unittest.main()
