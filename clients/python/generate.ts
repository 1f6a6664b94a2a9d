import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  buildSchema,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { CLIENT_PACKAGES } from '../../test/clients/python/client-packages.ts';
import { hasPython, pythonIn } from '../../test/support/foreign/python.ts';

/**
 * Has generate.py write the package's wire layer, and notes what it was made of; with --check it compares that with schema and operations,
 * which needs no Python. What the tests of the package compare are the files themselves.
 */
const SCHEMA = new URL('../../schema/', import.meta.url);
const FOLDERS = [new URL('operations/', import.meta.url), new URL('operations/', SCHEMA)];
const NOTE = new URL('src/headwater/wire/made-of.txt', import.meta.url);

const schema = buildSchema(readFileSync(new URL('schema.graphql', SCHEMA), 'utf8'));

/** Everything that a document says, and the fields, enums and inputs of the schema that it uses. */
function used(text: string): string {
  const said = new Set<string>([text]);
  const info = new TypeInfo(schema);
  const note = (type: GraphQLInputType | undefined) => {
    const named = type && getNamedType(type);
    if (isEnumType(named)) said.add(`${named.name}: ${named.getValues().map(({ name }) => name)}`);
    if (!isInputObjectType(named) || said.has(named.name)) return;
    said.add(named.name);
    for (const field of Object.values(named.getFields())) {
      said.add(`${named.name}.${field.name}: ${field.type}`);
      note(field.type);
    }
  };
  visit(
    parse(text),
    visitWithTypeInfo(info, {
      Field: () => {
        const field = info.getFieldDef();
        said.add(`${info.getParentType()?.name}.${field?.name}: ${field?.type}`);
        const type = field && getNamedType(field.type);
        if (isEnumType(type)) note(type);
      },
    }),
  );
  for (const [, name = ''] of text.matchAll(/\$\w+\s*:\s*\[?(\w+)/g)) {
    const type = schema.getType(name);
    if (isInputObjectType(type) || isEnumType(type)) note(type);
  }
  return [...said].sort().join('\n');
}

const lines = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => {
      const digest = createHash('sha256')
        .update(used(readFileSync(new URL(name, folder), 'utf8')))
        .digest('hex');
      return `${name} ${digest.slice(0, 16)}\n`;
    }),
).join('');

if (process.argv.includes('--check')) {
  if (readFileSync(NOTE, 'utf8') !== lines) {
    process.stderr.write(
      'clients/python is not what schema and operations say; run `npm run schema`, which needs Python 3.10.\n',
    );
    process.exit(1);
  }
} else if (await hasPython([3, 10])) {
  const python = await pythonIn(CLIENT_PACKAGES);
  execFileSync(python, [fileURLToPath(new URL('generate.py', import.meta.url))], { stdio: 'inherit' });
  writeFileSync(NOTE, lines);
} else {
  process.stderr.write('There is no python3 of 3.10 or newer here, so clients/python stays as it is.\n');
}
