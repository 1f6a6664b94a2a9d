import { fileURLToPath } from 'node:url';

/** Processes that the sources start run TypeScript too. Jest gives every test file a `process` of its own. */
process.execArgv.push('--import', fileURLToPath(new URL('./register-typescript.js', import.meta.url)));
