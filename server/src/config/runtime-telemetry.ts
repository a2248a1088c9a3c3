/**
 * Turns off the telemetry of ONNX Runtime, which from 1.30 on reports to its maker and keeps a device id in the home
 * folder. Must be called on the main thread before a session is opened: the native library reads the environment of the
 * process, and a worker thread only has a copy.
 */
export function disableRuntimeTelemetry(): void {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
}
