import { createRunner } from 'jest-light-runner';

/**
 * Runs test files in plain Node processes. What the package tells a process when it asks for its settings goes to whoever has asked or not, and then to
 * nobody again: one that asks a moment later than another waited for ever. Here each is answered whenever it asks.
 */
export default class TestRunner extends createRunner({ runtime: 'child_process' }) {
  _runTest(test) {
    const { config: projectConfig } = test.context;
    if (this._runtime !== 'child_process' || this._testRunners.has(projectConfig)) return super._runTest(test);
    // The first asks alone.
    const first = super._runTest(test);
    const runner = this._testRunners.get(projectConfig);
    const { _globalConfig: globalConfig, _runtime: runtime } = this;
    const channel = answering({ type: SETTINGS, workerData: { globalConfig, projectConfig, runtime } });
    runner.run = ({ path }) => runner.pool.run(path, { channel });
    return first;
  }
}

const QUESTION = 'jest-light-runner-get-worker-data';
const SETTINGS = 'jest-light-runner-worker-data';

/** A channel of tinypool, shared by all processes: whoever hasn't asked leaves an answer alone. */
function answering(answer) {
  const processes = new Set();
  return {
    onMessage: (send) => processes.add(send),
    postMessage(message) {
      if (message === QUESTION) for (const send of processes) send(answer);
    },
  };
}
