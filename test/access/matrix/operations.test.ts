import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer } from '../../support/seeds/keys.js';
import { readSchema } from '../../support/service/read-schema.js';
import { ALLOWED_OPERATIONS } from './allowed-roles.js';
import { type Matrix, OTHER_PROJECTS, ROLES, ROLES_OF_PROJECT, startMatrix } from './matrix.js';
import { stubDocuments } from './stub-documents.js';

const DOCUMENTS = stubDocuments(await readSchema()).filter(({ kind }) => kind !== 'subscription');
const REFUSED = ['FORBIDDEN', 'UNAUTHENTICATED'];

let matrix: Matrix;

beforeAll(async () => {
  matrix = await startMatrix();
}, 60_000);

afterAll(() => matrix.close());

async function codeOf(text: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const request = { method: 'POST', url: '/graphql', headers, payload: { query: text } } as const;
  const { errors = [] } = (await matrix.app.http.inject(request)).json<{
    errors?: { extensions: { code: string } }[];
  }>();
  return errors[0]?.extensions.code ?? 'OK';
}

describe('every query and mutation', () => {
  it('is in the table of who may use it', () => {
    expect(DOCUMENTS.map(({ name }) => name).toSorted()).toEqual(Object.keys(ALLOWED_OPERATIONS).toSorted());
  });

  it.each(ROLES)('lets a %s do what it may, and nothing else', async (role) => {
    const allowed: string[] = [];
    for (const { name, text } of DOCUMENTS)
      if (!REFUSED.includes(await codeOf(text, bearer(matrix.keyOf(role))))) allowed.push(name);
    const expected = DOCUMENTS.filter(({ name }) => ALLOWED_OPERATIONS[name]?.includes(role)).map(({ name }) => name);
    expect(allowed).toEqual(expected);
  });

  it.each(ROLES_OF_PROJECT)('tells a %s of another project what it tells of one that does not exist', async (role) => {
    for (const { text } of DOCUMENTS)
      for (const project of OTHER_PROJECTS)
        expect(await codeOf(text, { ...bearer(matrix.keyOf(role)), 'headwater-project': project })).toBe('NOT_FOUND');
  });

  it('is answered UNAUTHENTICATED for credentials that are no good', async () => {
    for (const [problem, credential] of matrix.bad)
      for (const { name, text } of DOCUMENTS) {
        const code = await codeOf(text, credential === undefined ? {} : bearer(credential));
        expect([problem, name, code]).toEqual([problem, name, 'UNAUTHENTICATED']);
      }
  });
});
