import type { Command } from 'commander';
import { type Settings, settingsSchema } from '../config/settings.js';

/** Adds a flag for every setting; its help is the setting's description, which names the environment variable. */
export function addSettingFlags(command: Command): Command {
  command.option('--config <file>', 'GUIONIX_CONFIG: JSON file of settings.');
  for (const name of Object.keys(settingsSchema.shape) as (keyof Settings)[]) {
    command.option(`--${kebabCase(name)} <value>`, settingsSchema.shape[name].description);
  }
  return command;
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
