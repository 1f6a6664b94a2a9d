import { isAlias, parseDocument, visit } from 'yaml';

/** Aliases of a document: tools write none, and few of them can say as much as fills the memory. */
const MOST_ALIASES = 100;

/** YAML of a file, without what says itself again. An error names `where`, and the line. */
export function parseYaml(text: string, where: string): unknown {
  const document = parseDocument(text, { logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined)
    throw new Error(`${where}, line ${error.linePos?.[0].line ?? 1} is not YAML: ${error.message.split('\n')[0]}`);
  // Whoever is inside of what an alias means would go round for ever.
  visit(document, {
    Alias(_, alias, path) {
      const target = alias.resolve(document);
      if (target === undefined || isAlias(target) || path.includes(target as never))
        throw new Error(`${where} is not YAML that ends: the alias *${alias.source} stands in what it means.`);
    },
  });
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    throw new Error(`${where} is not YAML that is read: ${(error as Error).message.split('\n')[0]}`);
  }
}
