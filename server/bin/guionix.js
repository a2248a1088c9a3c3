#!/usr/bin/env node
// npm links this at install time, when dist is not there yet: what it linked to must be in the repository.
import { existsSync } from 'node:fs';

const main = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write('guionix: The engine is not built yet; "npm start" or "npm run build" builds it.\n');
  process.exitCode = 1;
}
