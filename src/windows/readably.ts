import { badInput, HeadwaterError } from '../platform/errors.js';

/** What DuckDB calls the faults of what it is given: a number or time that is too great, a line that can't be read. */
const FAULT = /^(Invalid Input|Conversion|Out of Range|Invalid|Overflow|Serialization|IO) Error: /;
/** Before what it advises, which is not for who runs a command. */
const ADVICE = /\n\s*\n|\n\s*(?:Possible|LINE \d)/;

/** For `catch`: a fault of the file is told in one line, without the names that it has in `directory`. */
export function readably(directory: string) {
  return (error: Error): never => {
    if (error instanceof HeadwaterError || !FAULT.test(error.message)) throw error;
    const [problem = ''] = error.message.replace(FAULT, '').split(ADVICE);
    const words = problem.split(/(\s+)/).map((word) => (word.includes(directory) ? 'the file' : word));
    throw badInput(words.join('').replace(/\s*\n\s*/g, '; '), {});
  };
}
