/** Writes docs/reference/settings.md from the settings themselves: `npx tsx scripts/settings-doc.ts`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { environmentName } from '../server/src/config/load.js';
import { type Settings, settingsSchema } from '../server/src/config/settings.js';

/** Where the page is. */
export const SETTINGS_PAGE = path.resolve(import.meta.dirname, '../docs/reference/settings.md');

/** Defaults that depend on the machine, in words. */
const COMPUTED: Partial<Record<keyof Settings, string>> = {
  modelsDir: '`models/artifacts` beside `server`',
  workers: 'cores available, at most 2',
};

/** What a JSON schema says of one setting. */
interface Property {
  readonly description: string;
  readonly default?: string | number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly type?: string;
  readonly format?: string;
}

const HEAD = `# Settings

Every setting can be given in a JSON file (by its name), in the environment (by its variable) and to \`guionix serve\` as
a flag. The later wins: defaults < file < environment < flags; an empty variable counts as not set. \`--config\` or
\`GUIONIX_CONFIG\` names the file; there is none by default. An unknown name in the file or a value out of range ends the
start with a line that names it. \`guionix serve\` logs its settings at the start, the database URL without its user and
password. \`guionix analyze\` and \`guionix demo\` read the same file and environment for the engines they start.

This page is written by \`npx tsx scripts/settings-doc.ts\` from \`server/src/config/settings.ts\`; a test holds it current.

| name, flag | environment | default | values | meaning |
|---|---|---|---|---|
`;

/** The whole page. */
export function settingsPage(): string {
  const properties = z.toJSONSchema(settingsSchema, { io: 'input' }).properties as Record<keyof Settings, Property>;
  const names = Object.keys(settingsSchema.shape) as (keyof Settings)[];
  return `${HEAD}${names.map((name) => row(name, properties[name])).join('\n')}\n`;
}

function row(name: keyof Settings, property: Property): string {
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const variable = environmentName(name);
  const meaning = property.description.slice(variable.length + 1).trim();
  const fallback = COMPUTED[name] ?? (property.default === undefined ? 'none' : `\`${property.default}\``);
  return `| \`${name}\`<br>\`${flag}\` | \`${variable}\` | ${fallback} | ${values(property)} | ${meaning} |`;
}

function values({ enum: choices, minimum, maximum, type, format }: Property): string {
  if (choices) return choices.map((choice) => `\`${choice}\``).join(' ');
  if (type !== 'integer') return format === 'uri' ? 'URL' : 'text';
  return maximum === undefined || maximum === Number.MAX_SAFE_INTEGER
    ? `whole, from ${minimum}`
    : `${minimum} to ${maximum}`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(SETTINGS_PAGE, settingsPage());
