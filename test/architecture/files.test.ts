import { beforeAll, describe, expect, it } from '@jest/globals';
import { MIGRATIONS } from '../../migrations/index.js';
import { LOCK_CLASSES } from '../../src/features/definitions/storage/lock-classes.js';
import { readPythonFiles, readSourceFiles, type SourceFile } from './source-files.js';

const LONGEST = 250;
const MOST_SIBLINGS = 16;

let service: readonly SourceFile[];

beforeAll(async () => {
  service = await readSourceFiles('src', 'migrations');
});

describe('every file', () => {
  it(`is at most ${LONGEST} lines long: beyond, it is two files`, async () => {
    const python = await readPythonFiles('clients', 'examples', 'test');
    const files = [...service, ...(await readSourceFiles('bench', 'test')), ...python];
    const lines = ({ text }: SourceFile) => text.split('\n').length - 1;

    expect(python.length).toBeGreaterThan(100);
    expect(
      files.filter((file) => lines(file) > LONGEST).map((file) => `${file.path} has ${lines(file)} lines`),
    ).toEqual([]);
  });

  it('has a name in kebab-case', async () => {
    const files = [...service, ...(await readSourceFiles('bench', 'test'))];
    const KEBAB = /^([a-z0-9-]+\/)*[a-z0-9-]+(\.[a-z0-9]+)*\.tsx?$/;

    expect(files.filter(({ path }) => !KEBAB.test(path)).map(({ path }) => path)).toEqual([]);
  });

  it('exports by name, configurations of tools excepted', () => {
    const exportsDefault = service.filter(({ text }) => /^export default|as default\b/m.test(text));

    expect(exportsDefault.map(({ path }) => path).filter((path) => !path.endsWith('.config.ts'))).toEqual([]);
  });
});

describe('a room', () => {
  it('holds less than a quarter of the lines of the house', () => {
    const house = service.filter(({ path }) => path.startsWith('src/'));
    const ofRooms = new Map<string, number>();
    for (const { path, text } of house) {
      const [, room = ''] = path.split('/');
      ofRooms.set(room, (ofRooms.get(room) ?? 0) + text.split('\n').length - 1);
    }
    const quarter = [...ofRooms.values()].reduce((sum, lines) => sum + lines) / 4;

    expect([...ofRooms].filter(([, lines]) => lines >= quarter)).toEqual([]);
  });

  it(`has at most ${MOST_SIBLINGS} files and folders in a folder: beyond, it is two ideas`, async () => {
    const files = [...service, ...(await readSourceFiles('bench', 'packages', 'test'))];
    const written = files.filter(({ path }) => !/\/(node_modules|dist)\//.test(path));
    const siblings = new Map<string, Set<string>>();
    for (const parts of written.map(({ path }) => path.split('/'))) {
      for (let depth = 1; depth < parts.length; depth++) {
        const folder = parts.slice(0, depth).join('/');
        const names = siblings.get(folder) ?? new Set();
        siblings.set(folder, names.add(parts[depth] ?? ''));
      }
    }
    const ONE_IDEA = ['src', 'test', 'bench', 'migrations'];
    const crowded = [...siblings].filter(([folder, names]) => names.size > MOST_SIBLINGS && !ONE_IDEA.includes(folder));

    expect(crowded.map(([folder, names]) => `${folder} has ${names.size}`)).toEqual([]);
  });
});

describe('process.env', () => {
  it('is read in config.ts alone; production.ts sets what has to be there before anything is loaded', () => {
    expect(service.filter(({ text }) => text.includes('process.env')).map(({ path }) => path)).toEqual([
      'src/config.ts',
      'src/processes/production.ts',
    ]);
  });
});

describe('SQL', () => {
  it('is written by hand only in *.sql.ts files and migrations', () => {
    const STATEMENT = /[`'"]\s*(select\s.+\sfrom\s|insert into |update \w+ set |delete from |with recursive )/i;
    const ELSEWHERE = /^src\/(?!.*\.sql\.ts$)/;

    const found = service.filter(({ path, text }) => ELSEWHERE.test(path) && STATEMENT.test(text));

    expect(found.map(({ path }) => path)).toEqual([]);
  });

  it('names each statement once: a connection would prepare the first text for both', () => {
    const names = service.flatMap(({ text }) =>
      [...text.matchAll(/\bstatement\(\s*'([^']+)'/g)].map(([, name]) => name),
    );
    const repeated = names.filter((name, index) => names.indexOf(name) !== index);

    expect(names.length).toBeGreaterThan(20);
    expect(repeated).toEqual([]);
  });
});

describe('advisory locks about numbered tables', () => {
  it('have classes that stand in one place, each for one kind of lock', () => {
    const own = service.filter(({ path, text }) => path.startsWith('src/') && /advisory\w*lock\w*\(\d/.test(text));
    const classes = Object.values(LOCK_CLASSES);

    expect(own.map(({ path }) => path)).toEqual([]);
    expect(new Set(classes).size).toBe(classes.length);
  });
});

describe('migrations', () => {
  it('are all listed, each in a file named after its timestamp', () => {
    const files = service
      .filter(({ path }) => /^migrations\/\d{14}-[a-z0-9-]+\.ts$/.test(path))
      .map(({ path }) => path);
    const listed = MIGRATIONS.map(({ name }) => name.slice(-14));

    expect(files.map((path) => path.slice('migrations/'.length, 'migrations/'.length + 14))).toEqual(listed);
    expect(service.filter(({ path }) => path.startsWith('migrations/'))).toHaveLength(files.length + 1);
  });
});
