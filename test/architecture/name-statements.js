// Prints every statement that the modules named as arguments make when they are loaded, as JSON.
import { register } from 'node:module';

register('../support/runner/typescript-hooks.js', import.meta.url);
register('./recording-hooks.js', import.meta.url);
globalThis.statements = [];
await import('reflect-metadata');
for (const file of process.argv.slice(2)) await import(new URL(`../../${file}`, import.meta.url).href);
process.stdout.write(JSON.stringify(globalThis.statements));
