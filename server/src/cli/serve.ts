import type { Command } from 'commander';
import { loadSettings, redactSettings } from '../config/load.js';
import { startEngine } from '../main.js';
import { createLog } from '../telemetry/log.js';
import { addSettingFlags } from './setting-flags.js';
import { stopSignal } from './stop-signal.js';

/** Adds `guionix serve`: runs the engine until it is told to stop. */
export function registerServe(program: Command): void {
  const command = program.command('serve').description('Run the engine until SIGTERM or Ctrl-C.');
  addSettingFlags(command).action((flags: Record<string, unknown>) => serve(flags));
}

async function serve(flags: Record<string, unknown>): Promise<void> {
  const settings = loadSettings(flags);
  const log = createLog(settings.logLevel);
  log.info({ settings: redactSettings(settings) }, 'starting');
  const engine = await startEngine(settings, log);
  const signal = await stopSignal();
  log.info({ signal }, 'draining');
  await engine.close();
  log.info('stopped');
}
