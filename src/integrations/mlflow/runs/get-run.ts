import { RUN, runIdOf } from '../protocol/fields.js';
import { JsonAnswer } from '../protocol/json-answer.js';
import { operation } from '../protocol/operation.js';
import { runTextOf } from './run-answer.js';

export const getRun = operation('GET', 'runs/get', RUN, async ({ database }, caller, input) =>
  JsonAnswer.object({ run: await runTextOf(database, caller, runIdOf(input)) }),
);
