import { addToHeld } from '../../../../runs/log-run.js';
import { RUN, required, runIdOf, text } from '../../protocol/fields.js';
import { operation } from '../../protocol/operation.js';
import { parameterOf } from './logged-values.js';
import { writeToRun } from './write-to-run.js';

/** `runs/log-parameter`: written once; the same again changes nothing. */
export const logParameter = operation(
  'POST',
  'runs/log-parameter',
  { ...RUN, key: required(text), value: text },
  (room, caller, input) => {
    const parameter = parameterOf(input, 'key');
    return writeToRun(room, caller, runIdOf(input), async (tx, { held }) => {
      await addToHeld(tx, room.graph, caller, held, { parameters: [parameter], late: 'KEPT' });
      return undefined;
    });
  },
);
