import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
} from 'graphql';
import { createSchema } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { printSortedSchema } from '../../src/platform/graphql/build-schema.js';
import { CHECKOUT } from './source-files.js';

let committed: string;
let schema: GraphQLSchema;

beforeAll(async () => {
  committed = await readFile(`${CHECKOUT}schema/schema.graphql`, 'utf8');
  schema = buildSchema(committed);
});

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/** A type and everything in it: fields, arguments, enum values, input fields. */
function elementsOf(type: GraphQLNamedType): Described[] {
  const within = (parts: readonly Described[]) =>
    parts.map(({ name, description }) => ({ name: `${type.name}.${name}`, description }));
  const own = [{ name: type.name, description: type.description }];
  if (isEnumType(type)) return [...own, ...within(type.getValues())];
  if (isInputObjectType(type)) return [...own, ...within(Object.values(type.getFields()))];
  if (isObjectType(type) || isInterfaceType(type)) {
    const fields = Object.values(type.getFields());
    const args = fields.flatMap((field) =>
      within(field.args.map((arg) => ({ ...arg, name: `${field.name}(${arg.name})` }))),
    );
    return [...own, ...within(fields), ...args];
  }
  return own;
}

function ownTypes(): GraphQLNamedType[] {
  const builtIn = new Set(['String', 'Int', 'Float', 'Boolean', 'ID']);
  return Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !builtIn.has(type.name));
}

describe('schema/schema.graphql', () => {
  it('is what the code says: run `npm run schema` after a change', async () => {
    expect(printSortedSchema(await createSchema(readConfig({})))).toBe(committed);
  });

  it('describes every type, field, argument, enum value and input field: GraphiQL shows it as the manual', () => {
    const elements = [{ name: 'schema', description: schema.description }, ...ownTypes().flatMap(elementsOf)];

    expect(elements.length).toBeGreaterThan(100);
    expect(elements.filter(({ description }) => !description?.trim()).map(({ name }) => name)).toEqual([]);
  });

  it('names types in PascalCase, fields in camelCase and enum values in SCREAMING_CASE', () => {
    const wrong = ownTypes().flatMap((type) => {
      const names = isScalarType(type) || !elementsOf(type).length ? [] : elementsOf(type).slice(1);
      const PART = isEnumType(type) ? /^[A-Z][A-Z0-9_]*$/ : /^[a-z][A-Za-z0-9]*(\([a-z][A-Za-z0-9]*\))?$/;
      const parts = names.filter(({ name }) => !PART.test(name.slice(type.name.length + 1))).map(({ name }) => name);
      return /^[A-Z][A-Za-z0-9]*$/.test(type.name) ? parts : [type.name, ...parts];
    });

    expect(wrong).toEqual([]);
  });

  it('gives every mutation one argument named input', () => {
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

    expect(mutations.length).toBeGreaterThan(5);
    expect(
      mutations.filter(({ args }) => args.length !== 1 || args[0]?.name !== 'input').map(({ name }) => name),
    ).toEqual([]);
  });
});
