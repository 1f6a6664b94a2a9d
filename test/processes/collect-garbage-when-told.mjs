import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// Loaded into a service before its own code.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('SIGUSR2', () => {
  // What outlives two looks at what is new counts as kept: V8 learns how much is added to that, and how fast.
  collect({ type: 'minor' });
  collect({ type: 'minor' });
  collect();
});
