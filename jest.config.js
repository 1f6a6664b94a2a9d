// The workers' processes, and those that tests start, run the TypeScript sources.
const typescript = new URL('./test/support/runner/register-typescript.js', import.meta.url);
process.env.NODE_OPTIONS = `--import ${typescript.href} --enable-source-maps --no-warnings`;

export default {
  // Test files share the modules of their worker, as requests do in a service: nothing is loaded once per file.
  runner: '<rootDir>/test/support/runner/test-runner.js',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: {},
  globalSetup: '<rootDir>/test/support/runner/global-setup.js',
  globalTeardown: '<rootDir>/test/support/runner/global-teardown.js',
  // One for what mostly waits, see the runner, and one more than the cores that they were measured on: the others wait, too, for locks and for processes to start.
  maxWorkers: 4,
};
