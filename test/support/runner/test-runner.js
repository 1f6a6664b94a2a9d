import { createRunner } from 'jest-light-runner';

/** What takes long, starts services, databases or browsers, or waits for time limits: begun last, it would go on alone. */
const LONG = [
  /test\/(processes|durability|packages|commands|demo|docs|examples|clients)\/|access\/(probing|matrix)/,
  /test\/(faults|fuzz|windows|tables|architecture)\/|slow-clients|greedy|parquet|bulk|large|replay|webhooks|skew|diff|refused|elsewhere|streams/,
  /frozen-hub|open-access|integrations\/(mlflow|feast)\/|lookup-budget|answer-memory|every-mutation|no-trace|secrets-in-logs|concurrency|bucket/,
];

/** What waits, for time limits, pauses, locks or other processes, for more than half of its time: these have a process to themselves, one after the other, beside those that keep the cores busy. */
const WAITING = [
  /http\/(slow-clients|request-time)|graphql\/timeout|database\/(session-pulse|migrations)|credentials\/(issuer-away|authentication)/,
  /faults\/(busy|silent)-database|faults\/locked-(table|reads)|lookups\/(replica|cancelled-lookup)|projects\/quotas|lifecycle\/lost-runs/,
  /webhooks\/delivery|subscriptions\/hostile|test\/processes\/|durability\/temporary-files|guard\/guard-concurrency|access\/shares|run-and-compare|rough-weather/,
];

/**
 * Runs test files in plain Node processes. What the package tells a process when it asks for its settings goes to whoever has asked or not, and then to
 * nobody again: one that asks a moment later than another waited for ever. Here each is answered whenever it asks.
 */
export default class TestRunner extends createRunner({ runtime: 'child_process' }) {
  async runTests(tests, watcher, onStart, onResult, onFailure) {
    // Once they have run, Jest knows how long each takes.
    const isKnown = tests.some(({ duration }) => duration !== undefined);
    const ordered = isKnown ? tests : tests.toSorted((a, b) => rankOf(a) - rankOf(b));
    const mostlyWaits = ({ path }) => WAITING.some((waiting) => waiting.test(path));
    const waiting = ordered.filter(mostlyWaits);
    const busy = ordered.filter((test) => !mostlyWaits(test));
    const runAll = async (next) => {
      for (let test = next(); test !== undefined; test = next())
        await onStart(test)
          .then(() => this._runTest(test))
          .then((result) => onResult(test, result))
          .catch((error) => onFailure(test, error));
    };
    const others = Math.max(1, this._globalConfig.maxWorkers - 1);
    await Promise.all([
      ...Array.from({ length: others }, () => runAll(() => busy.shift() ?? waiting.shift())),
      // Where there are few, none is idle; where there are more than the cores can feed, one more would only hold up the others.
      ...(others === this._globalConfig.maxWorkers
        ? []
        : [runAll(() => waiting.shift() ?? (others < 3 ? busy.shift() : undefined))]),
    ]);
    // Lets go of the processes.
    return super.runTests([], watcher, onStart, onResult, onFailure);
  }

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

function rankOf({ path }) {
  const rank = LONG.findIndex((long) => long.test(path));
  return rank < 0 ? LONG.length : rank;
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
