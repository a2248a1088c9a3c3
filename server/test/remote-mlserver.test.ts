/** MLServer with a runtime of ours that computes the graph by onnxruntime. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Manifest } from '../src/inference/manifest.js';
import { describeRoundTrip } from './remote/round-trip.js';
import { freePort, startProcess } from './remote/server-process.js';

describeRoundTrip({
  name: 'MLServer',
  variable: 'GUIONIX_MLSERVER_PYTHON',
  async start({ python, port, folder, model: { manifest, files } }) {
    const write = (name: string, content: object) => writeFileSync(path.join(folder, name), JSON.stringify(content));
    write('settings.json', {
      host: '127.0.0.1',
      grpc_port: port,
      http_port: await freePort(),
      metrics_endpoint: null,
      parallel_workers: 0,
    });
    write('model-settings.json', modelSettings(manifest, files.graph));
    return startProcess(python, ['-c', 'from mlserver.cli import main; main()', 'start', folder], {
      cwd: folder,
      env: { ...process.env, PYTHONPATH: path.join(import.meta.dirname, 'remote'), PYTHONDONTWRITEBYTECODE: '1' },
    });
  },
});

function modelSettings({ name, inputs, outputs }: Manifest, uri: string): object {
  const datatype = inputs.type.toUpperCase();
  return {
    name,
    implementation: 'mlserver_runtime.Graph',
    parameters: { uri },
    inputs: [inputs.ids, inputs.mask].map((tensor) => ({ name: tensor, datatype, shape: [-1, -1] })),
    outputs: outputs.map(({ tensor, width }) => ({ name: tensor, datatype: 'FP32', shape: [-1, width] })),
  };
}
