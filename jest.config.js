import swcOptions from './test/support/swc-options.js';

/** Tests run the TypeScript sources as ES modules; SWC transforms, `npm run check` checks the types. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swcOptions] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  setupFiles: ['<rootDir>/test/support/run-sources.ts'],
  maxWorkers: 2,
  // Every file has its modules to itself; a worker that has run all of them takes so long to end that Jest suspects a leak.
  workerIdleMemoryLimit: '600MB',
  testTimeout: 120_000,
};
