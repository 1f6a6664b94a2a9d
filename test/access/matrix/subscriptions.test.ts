import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordChange } from '../../changes/record-change.js';
import { DOORS, type Door, type Listener, listen, refusalOf } from '../../changes/subscriptions/subscribers.js';
import { eventually } from '../../support/eventually.js';
import { bearer } from '../../support/seeds/keys.js';
import { readSchema } from '../../support/service/read-schema.js';
import { ALLOWED_SUBSCRIPTIONS } from './allowed-roles.js';
import { type Matrix, OTHER_PROJECTS, ROLES, ROLES_OF_PROJECT, startMatrix } from './matrix.js';
import { type StubDocument, stubDocuments } from './stub-documents.js';

const DOCUMENTS = stubDocuments(await readSchema()).filter(({ kind }) => kind === 'subscription');

let matrix: Matrix;
let url: string;

beforeAll(async () => {
  matrix = await startMatrix();
  url = await matrix.app.listen();
}, 60_000);

afterAll(() => matrix.close());

function subscribe(door: Door, { text }: StubDocument, headers: Record<string, string>): Listener {
  return listen(url, door, {}, text, headers);
}

/** How it went: `told`, also that what a stub names is not there, or why not; undefined where that is not known yet. */
function outcomeOf(listener: Listener): string | number | undefined {
  const [error] = listener.errors;
  if (error?.extensions?.code === 'NOT_FOUND') return 'told';
  if (error !== undefined) return String(error.extensions?.code);
  return listener.events.length > 0 ? 'told' : refusalOf(listener);
}

/** Things go on in the project until every one of them was told, or not. */
async function outcomesOf(listeners: readonly Listener[]): Promise<(string | number | undefined)[]> {
  await eventually(async () => {
    await recordChange(matrix.app.database);
    expect(listeners.map(outcomeOf)).not.toContain(undefined);
  }, 30_000);
  const outcomes = listeners.map(outcomeOf);
  for (const listener of listeners) listener.stop();
  return outcomes;
}

describe('every subscription', () => {
  it('is in the table of who may use it', () => {
    expect(DOCUMENTS.map(({ name }) => name)).toEqual(Object.keys(ALLOWED_SUBSCRIPTIONS));
  });
});

describe.each(DOORS)('every subscription over %s', (door) => {
  it('tells each role what it may hear, and nothing else', async () => {
    for (const document of DOCUMENTS) {
      const outcomes = await outcomesOf(ROLES.map((role) => subscribe(door, document, bearer(matrix.keyOf(role)))));
      const allowed = ALLOWED_SUBSCRIPTIONS[document.name];
      expect(outcomes).toEqual(ROLES.map((role) => (allowed?.includes(role) ? 'told' : 'FORBIDDEN')));
    }
  }, 60_000);

  it('says of another project what it says of one that does not exist', async () => {
    for (const document of DOCUMENTS)
      for (const role of ROLES_OF_PROJECT) {
        const [other, nobodys] = await outcomesOf(
          OTHER_PROJECTS.map((project) =>
            subscribe(door, document, { ...bearer(matrix.keyOf(role)), 'headwater-project': project }),
          ),
        );
        expect([role, [404, 4403].includes(Number(other))]).toEqual([role, true]);
        expect(other).toBe(nobodys);
      }
  }, 60_000);

  it('is refused to credentials that are no good', async () => {
    for (const document of DOCUMENTS) {
      const problems = [...matrix.bad];
      const outcomes = await outcomesOf(
        problems.map(([, credential]) => subscribe(door, document, credential === undefined ? {} : bearer(credential))),
      );
      for (const [index, outcome] of outcomes.entries())
        expect([problems[index]?.[0], [401, 4403].includes(Number(outcome))]).toEqual([problems[index]?.[0], true]);
    }
  }, 60_000);
});
