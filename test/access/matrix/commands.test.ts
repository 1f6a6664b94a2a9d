import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { headwaterProgram } from '../../../src/commands/program.js';
import { casesOf } from '../../support/cases.js';
import { muted } from '../../support/muted.js';
import { ALLOWED_COMMANDS, FILES, MACHINE } from './allowed-commands.js';
import { type Matrix, OTHER_PROJECTS, ROLES, ROLES_OF_PROJECT, startMatrix } from './matrix.js';

const SERVED = Object.entries(ALLOWED_COMMANDS).flatMap(([name, allowed]) =>
  allowed === MACHINE ? [] : [{ name, ...allowed }],
);
/** Where nobody is let in nothing need be computed first. */
const REFUSED = SERVED.map((command) => ({ ...command, args: command.refused ?? command.args }));

/** Who is refused is so at the door that all commands knock at: usually each of them is tried with some of the reasons, each reason with some of them. */
const someOf = <T>(all: readonly T[], turn: number, count: number): readonly T[] =>
  casesOf(
    Array.from({ length: count }, (_, index) => all[(turn + index) % all.length] as T),
    all,
  );

let matrix: Matrix;
let url: string;
let directory: string;
/** What stands for `NAME` now. */
let current: string;

beforeAll(async () => {
  matrix = await startMatrix();
  url = await matrix.app.listen();
  directory = await mkdtemp(join(tmpdir(), 'headwater-matrix-'));
  await writeFiles('nothing');
  // One of them takes over the history of a repository.
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', directory, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'all');
}, 60_000);

afterAll(async () => {
  await matrix.close();
  await rm(directory, { recursive: true });
});

/** What is there already is not made again, so everybody asks for something else. */
async function writeFiles(name: string): Promise<void> {
  current = name.toLowerCase();
  for (const [file, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await writeFile(join(directory, file), typeof text === 'string' ? text.replaceAll('NAME', current) : text(current));
  }
}

/** The commands that do something, by their whole names. */
function commandsOf(command: Command, path: readonly string[] = []): { name: string; command: Command }[] {
  if (command.commands.length === 0) return [{ name: path.join(' '), command }];
  return command.commands.flatMap((each) => commandsOf(each, [...path, each.name()]));
}

const COMMANDS = commandsOf(headwaterProgram('0'));

/** What a command ends with: the code of its error. */
async function codeOf({ name, args }: (typeof SERVED)[number], key: string | undefined, project?: string) {
  const given = args.map((arg) => arg.replace('DIR', directory).replace('NAME', current));
  const more = [...(key === undefined ? [] : ['--api-key', key]), ...(project ? ['--project', project] : [])];
  return muted(() =>
    headwaterProgram('0')
      .parseAsync([...name.split(' '), ...given, '--url', url, ...more], { from: 'user' })
      .then(
        () => 'OK',
        (error: { readonly code?: string }) => error.code ?? String(error),
      ),
  );
}

describe('every command', () => {
  it('is in the table of who may use it', () => {
    expect(COMMANDS.map(({ name }) => name).toSorted()).toEqual(Object.keys(ALLOWED_COMMANDS).toSorted());
  });

  it('of a service says on whose behalf, and in which project; one of the machine asks no service', () => {
    for (const { name, command } of COMMANDS) {
      const options = command.options.map(({ long }) => long);
      for (const option of ['--url', '--api-key'])
        expect([name, option, options.includes(option)]).toEqual([name, option, ALLOWED_COMMANDS[name] !== MACHINE]);
    }
  });

  it.each(ROLES)(
    'lets a %s do what it may, and nothing else',
    async (role) => {
      await writeFiles(role);
      for (const command of SERVED) {
        const code = await codeOf(command, matrix.keyOf(role));
        // What they name is not there.
        const isAllowed = ['OK', 'NOT_FOUND'].includes(code);
        expect([command.name, code]).toEqual([command.name, isAllowed ? code : 'FORBIDDEN']);
        expect([command.name, code, isAllowed]).toEqual([command.name, code, command.roles.includes(role)]);
      }
    },
    60_000,
  );

  it.each(ROLES_OF_PROJECT)(
    'tells a %s of another project what it tells of one that does not exist',
    async (role) => {
      for (const [turn, command] of REFUSED.entries())
        for (const project of someOf(OTHER_PROJECTS, turn + ROLES_OF_PROJECT.indexOf(role), 1))
          expect([command.name, await codeOf(command, matrix.keyOf(role), project)]).toEqual([
            command.name,
            'NOT_FOUND',
          ]);
    },
    60_000,
  );

  it('is refused to credentials that are no good', async () => {
    for (const [turn, command] of REFUSED.entries())
      for (const [problem, credential] of someOf([...matrix.bad], 2 * turn, 2))
        expect([problem, command.name, await codeOf(command, credential)]).toEqual([
          problem,
          command.name,
          'UNAUTHENTICATED',
        ]);
  }, 60_000);
});
