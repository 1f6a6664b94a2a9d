// Asks for heavy work. Who does has a machine of its own; here it shares the processors with the lookups that are measured, so it goes last.
import { constants } from 'node:os';
import { stepBack } from '../../src/processes/step-back.js';
import { answerJobs } from '../support/job-process.js';
import type { HeavyJob } from './heavy-job.js';
import { heavyWork } from './heavy-work.js';

stepBack(process.pid, constants.priority.PRIORITY_LOW);

answerJobs(async ({ work, url, files }: HeavyJob) => {
  const found = heavyWork(files).find((each) => each.work === work);
  if (found === undefined) throw new Error(`there is no heavy work "${work}"`);
  await found.run(url);
});
