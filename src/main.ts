#!/usr/bin/env node
import './processes/production.js';
import { ignoreBrokenPipes } from './commands/lifetime/ignore-broken-pipes.js';
import { headwaterProgram } from './commands/program.js';
import { readVersion } from './platform/package/version.js';

ignoreBrokenPipes();
try {
  await headwaterProgram(await readVersion()).parseAsync();
} catch (error) {
  process.stderr.write(`headwater: ${(error as Error).message}\n`);
  // Not by and by: something that was opened may have been left so.
  process.exit(1);
}
