import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Settings, settingsSchema } from './settings.js';

/** A setting that cannot be used; the message names it and what would be right. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Loads the settings: defaults < file (`--config`, or GUIONIX_CONFIG) < environment < flags.
 *
 * @throws SettingsError naming every setting that is unknown or out of range.
 */
export function loadSettings(
  flags: Readonly<Record<string, unknown>> = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Settings {
  const { config, ...given } = flags;
  const file = config ?? environment['GUIONIX_CONFIG'];
  const merged = {
    ...(file ? readFile(String(file)) : {}),
    ...fromText(fromEnvironment(environment)),
    ...fromText(defined(given)),
  };
  const parsed = settingsSchema.strict().safeParse(merged);
  if (!parsed.success) throw new SettingsError(z.prettifyError(parsed.error));
  return Object.freeze(parsed.data);
}

/** Settings as they may be printed: secrets are struck out. */
export function redactSettings(settings: Settings): Record<string, unknown> {
  const { databaseUrl, redisUrl, ...rest } = settings;
  return {
    ...rest,
    ...(databaseUrl && { databaseUrl: redactUrl(databaseUrl) }),
    ...(redisUrl && { redisUrl: redactUrl(redisUrl) }),
  };
}

/** User, password and query, which may hold a password too, are struck out; the rest says which database it is. */
function redactUrl(text: string): string {
  const { protocol, username, host, pathname, search } = new URL(text);
  return `${protocol}//${username && '***@'}${host}${pathname}${search && '?***'}`;
}

/** Name of the environment variable of each setting: the word before the colon of its description. */
export function environmentName(setting: keyof Settings): string {
  return settingsSchema.shape[setting].description!.split(':', 1)[0]!;
}

function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
  const names = Object.keys(settingsSchema.shape) as (keyof Settings)[];
  return defined(Object.fromEntries(names.map((name) => [name, environment[environmentName(name)] || undefined])));
}

/** Environment and flags are text: digits become a number where the setting is one. A file says what it means itself. */
function fromText(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, isNumeric(name, value) ? Number(value) : value]),
  );
}

function isNumeric(name: string, value: unknown): boolean {
  const schema = settingsSchema.shape[name as keyof Settings];
  return typeof value === 'string' && /^-?\d+$/.test(value) && schema !== undefined && !schema.safeParse(value).success;
}

function readFile(file: string): Record<string, unknown> {
  let settings: unknown;
  try {
    settings = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new SettingsError('The settings file is not there or is not JSON.', { cause });
  }
  if (settings?.constructor === Object) return settings as Record<string, unknown>;
  throw new SettingsError('The settings file must hold one object: names of settings and their values.');
}

function defined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
