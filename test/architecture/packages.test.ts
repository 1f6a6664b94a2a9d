import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CHECKOUT } from './source-files.js';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

let service: Manifest;
let packages: readonly Manifest[];

beforeAll(async () => {
  const read = async (path: string) => JSON.parse(await readFile(`${CHECKOUT}${path}package.json`, 'utf8')) as Manifest;
  service = await read('');
  packages = await Promise.all((await readdir(`${CHECKOUT}packages`)).map((name) => read(`packages/${name}/`)));
});

describe('the packages of the house', () => {
  it('bring nothing that the service does not name in just this version: they are built into it', () => {
    const ours = { ...service.dependencies, ...service.optionalDependencies };
    const theirs = packages.flatMap(({ name, dependencies, optionalDependencies }) =>
      Object.entries({ ...dependencies, ...optionalDependencies }).map((needed) => [name, ...needed] as const),
    );

    expect(theirs.length).toBeGreaterThan(3);
    expect(theirs.filter(([, needed, version]) => ours[needed] !== version)).toEqual([]);
  });

  it('are published by nobody, and have the version of the service', () => {
    expect(packages.map((each) => [each.private, each.version])).toEqual(packages.map(() => [true, service.version]));
  });
});
