import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraphQLField, type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from 'graphql';
import { bearer } from '../../support/seeds/keys.js';
import { readSchema } from '../../support/service/read-schema.js';
import { ALLOWED_OPERATIONS, EVERYBODY, LIMITED_FIELDS } from './allowed-roles.js';
import { type Matrix, ROLES, startMatrix } from './matrix.js';
import { ROOTS, seedEveryKind } from './seed-every-kind.js';
import { stubField } from './stub-documents.js';

const SCHEMA = await readSchema();
/** What holds values of features. */
const VALUES = ['FeatureTable', 'StoredEntityConnection'];

type Field = GraphQLField<unknown, unknown>;

/** A type, how one comes to something of it, and who does. */
interface Place {
  readonly type: GraphQLObjectType;
  /** A document around what is asked there. */
  readonly ask: (selection: string) => string;
  readonly roles: readonly string[];
}

let matrix: Matrix;

beforeAll(async () => {
  matrix = await startMatrix();
  await seedEveryKind(matrix.app, { key: matrix.keyOf('OWNER') });
}, 60_000);

afterAll(() => matrix.close());

async function ask(role: string, query: string): Promise<{ text: string; codes: readonly string[] }> {
  const headers = bearer(matrix.keyOf(role));
  const answer = await matrix.app.http.inject({ method: 'POST', url: '/graphql', headers, payload: { query } });
  const { errors = [] } = answer.json<{ errors?: { extensions: { code: string } }[] }>();
  return { text: answer.body, codes: errors.map(({ extensions }) => extensions.code) };
}

const isRefused = async (role: string, query: string) => (await ask(role, query)).codes.includes('FORBIDDEN');

/** The fields that a role is refused: asked for together first, and one by one only where that has errors, for one may hide another. */
async function refusedOf(role: string, { ask: around }: Place, fields: readonly Field[]): Promise<string[]> {
  const together = await ask(role, around(fields.map((field, index) => `a${index}: ${stubField(field)}`).join(' ')));
  if (together.codes.length === 0) return [];
  const refused: string[] = [];
  for (const field of fields) if (await isRefused(role, around(stubField(field)))) refused.push(field.name);
  return refused;
}

function typeOf(name: string): GraphQLObjectType {
  const type = SCHEMA.getType(name);
  if (!isObjectType(type)) throw new Error(`there is no type ${name}`);
  return type;
}

/** Every type that there is something of, once, with the shortest way to it. */
async function placesOf(): Promise<Place[]> {
  const places = Object.entries(ROOTS).map(([name, root]): Place => {
    const roles = ALLOWED_OPERATIONS[/^\w+/.exec(root)?.[0] ?? ''] ?? [];
    return { type: typeOf(name), ask: (selection) => `{ ${root} { ${selection} } }`, roles };
  });
  const known = new Set(places.map(({ type }) => type));
  // Grows while it is gone through.
  for (const place of places)
    for (const field of Object.values(place.type.getFields())) {
      const type = getNamedType(field.type);
      if (!isObjectType(type) || known.has(type)) continue;
      const around = (selection: string) => place.ask(stubField(field, selection));
      if (!(await ask('OWNER', around('__typename'))).text.includes(`"__typename":"${type.name}"`)) continue;
      known.add(type);
      places.push({ type, ask: around, roles: rolesAt(place, field.name) });
    }
  return places;
}

function rolesAt({ type, roles }: Place, field: string): readonly string[] {
  return roles.filter((role) => (LIMITED_FIELDS[`${type.name}.${field}`] ?? EVERYBODY).includes(role));
}

describe('every field', () => {
  it('gives each role what it may see, and nothing else, however it is reached', async () => {
    const places = await placesOf();
    expect(places.length).toBeGreaterThan(80);
    for (const place of places)
      for (const role of ROLES) {
        const fields = Object.values(place.type.getFields());
        const forbidden = fields.map(({ name }) => name).filter((name) => !rolesAt(place, name).includes(role));
        const document = place.ask('…');
        // Where nothing is to be seen, one field stands for all.
        const refused = place.roles.includes(role)
          ? await refusedOf(role, place, fields)
          : (await isRefused(role, place.ask('__typename'))) && forbidden;
        expect([document, role, refused]).toEqual([document, role, forbidden]);
      }
  }, 300_000);

  it('that leads to values of features is in the table of who may see it', () => {
    const leads = Object.values(SCHEMA.getTypeMap()).flatMap((type) =>
      isObjectType(type) && !type.name.startsWith('__') && !VALUES.includes(type.name)
        ? Object.values(type.getFields())
            .filter((field) => !isLeafType(getNamedType(field.type)) && VALUES.includes(getNamedType(field.type).name))
            .map(({ name }) => `${type.name}.${name}`)
        : [],
    );
    const known = [...Object.keys(LIMITED_FIELDS), ...Object.keys(ALLOWED_OPERATIONS).map((name) => `Query.${name}`)];
    expect(leads.filter((field) => !known.includes(field))).toEqual([]);
    expect(leads.length).toBeGreaterThan(4);
  });
});
