#!/usr/bin/env node
/** The command line of the engine. */
import { Command } from 'commander';
import { loadSettings } from '../config/load.js';
import type { Settings } from '../config/settings.js';
import { startEngine } from '../main.js';
import { createLog } from '../telemetry/log.js';
import { registerAnalyze } from './analyze.js';
import { registerDemo } from './demo.js';
import { registerFeedback } from './feedback.js';
import { registerModels } from './models.js';
import { registerParse } from './parse.js';
import { registerScore } from './score.js';
import { registerServe } from './serve.js';
import { describeStartFailure } from './start-failure.js';

const program = new Command('guionix')
  .description('Reads what a screenplay makes people feel, scene by scene.')
  .showHelpAfterError();

registerServe(program);
registerDemo(program);
registerAnalyze(program, { startEngine: startLocalEngine });
registerParse(program);
registerModels(program);
registerFeedback(program);
registerScore(program, { startEngine: startLocalEngine });

/** An engine for one command: on a free local port, quiet, its database left alone unless a script is stored. */
async function startLocalEngine(
  given: Partial<Pick<Settings, 'variant'>> = {},
): Promise<{ address: string; close(): Promise<void> }> {
  const settings = loadSettings({ host: '127.0.0.1', port: 0, logLevel: 'error', analysisRetentionDays: 0, ...given });
  const engine = await startEngine(settings, createLog(settings.logLevel), 'when used');
  return { address: `127.0.0.1:${engine.port}`, close: () => engine.close() };
}

try {
  await program.parseAsync();
} catch (error) {
  const message = describeStartFailure(error);
  if (message === undefined) throw error;
  console.error(`guionix: ${message}`);
  process.exitCode = 1;
}
