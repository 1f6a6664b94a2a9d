import { execFile } from 'node:child_process';
import { type Account, spawnIdentity } from './account/account.js';

/**
 * What PostgreSQL's programs see of the environment. The caller's is kept from them: PGPORT or PGDATA would change what
 * they do, LC_ALL the language of their messages, and without TZ initdb measures time zones for 0.1 s.
 */
export const PROGRAM_ENVIRONMENT: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin:/usr/sbin:/sbin' };

export interface ProgramResult {
  readonly succeeded: boolean;
  /** Standard output and error, trimmed; the reason when the program could not be run at all. */
  readonly output: string;
}

/** Runs a program to its end, as `account` where one is given. Never throws. */
export async function runProgram(
  file: string,
  args: readonly string[],
  { account, input }: { readonly account: Account | undefined; readonly input?: string },
): Promise<ProgramResult> {
  // initdb gives up in a working directory that its account may not enter.
  const options = { cwd: '/', env: PROGRAM_ENVIRONMENT, ...spawnIdentity(account) };
  try {
    return await new Promise((resolve) => {
      const child = execFile(file, args, options, (error, stdout, stderr) => {
        const output = `${stdout}${stderr}`.trim();
        resolve({ succeeded: error === null, output: output || (error?.message ?? '') });
      });
      child.stdin?.on('error', () => undefined); // it ended before it read its input; the result says why
      child.stdin?.end(input ?? '');
    });
  } catch (error) {
    // Node throws at once where it may not become the account.
    return { succeeded: false, output: (error as Error).message };
  }
}
