# The engine on an NVIDIA GPU: the CPU image, and CUDA in it. From the root of the repository, after docker/Dockerfile:
#   docker build -f docker/cuda.Dockerfile -t guionix-ml-engine-cuda .
#   docker run --rm --init --gpus all -p 127.0.0.1:3005:3005 -v guionix:/data guionix-ml-engine-cuda
# It needs a graph for GPUs: docs/guides/gpu.md.
ARG ENGINE=guionix-ml-engine

FROM python:3.12-slim AS cuda
COPY server/package.json /
# The provider has to be of the version of onnxruntime-node; its wheel names the CUDA libraries that it was built for.
RUN version=$(python -c "import json; print(json.load(open('/package.json'))['dependencies']['onnxruntime-node'])") \
  && pip install --no-cache-dir --target /cuda "onnxruntime-gpu[cuda,cudnn]==$version"

FROM ${ENGINE}
USER root
COPY --from=cuda /cuda/nvidia/cu13/lib /opt/cuda/cu13
COPY --from=cuda /cuda/nvidia/cudnn/lib /opt/cuda/cudnn
COPY --from=cuda \
  /cuda/onnxruntime/capi/libonnxruntime_providers_shared.so \
  /cuda/onnxruntime/capi/libonnxruntime_providers_cuda.so \
  node_modules/onnxruntime-node/bin/napi-v6/linux/x64/
RUN printf '%s\n' /opt/cuda/cu13 /opt/cuda/cudnn > /etc/ld.so.conf.d/cuda.conf && ldconfig
USER node
# What NVIDIA's container runtime puts in: the driver's libcuda.so.1.
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility GUIONIX_EXECUTION_PROVIDER=cuda
