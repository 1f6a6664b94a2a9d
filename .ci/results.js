// Reads what Jest wrote: `failed <file>` prints the files of tests that failed, `summary <first> <again>` the sum of both runs.
import { existsSync, readFileSync } from 'node:fs';

const [what, first, again] = process.argv.slice(2);

// A run that never began, or never ended, has failed.
const NOTHING = { testResults: [], numPassedTests: 0, numFailedTests: 1, numRuntimeErrorTestSuites: 0 };

function read(file) {
  const text = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text === '' ? undefined : JSON.parse(text);
}

const before = read(first) ?? NOTHING;
const failed = before.testResults.filter(({ status }) => status === 'failed');

if (what === 'failed') for (const { name } of failed) console.log(name);
else {
  const after = read(again);
  const isPassed = ({ status }) => status === 'passed';
  // A file of tests that could not even be loaded counts as one that failed.
  const failures = ({ numFailedTests, numRuntimeErrorTestSuites }) => numFailedTests + numRuntimeErrorTestSuites;
  const repeated = failed.flatMap(({ assertionResults }) => assertionResults.filter(isPassed)).length;
  const passed = after === undefined ? before.numPassedTests : before.numPassedTests - repeated + after.numPassedTests;
  if (after !== undefined) console.log(`Unsteady, or broken: ${failed.map(({ name }) => name).join(', ')}`);
  console.log(`${passed} passed, ${failures(after ?? before)} failed`);
}
