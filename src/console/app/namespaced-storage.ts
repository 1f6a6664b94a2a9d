const PREFIX = 'headwater:';

/** The keys under which GraphiQL keeps the tabs and the editors' texts; all else it stores is a preference. */
const KEYS_OF_TABS = new Set(['graphiql:tabState', 'graphiql:query', 'graphiql:variables']);

/**
 * A view of `storage` for GraphiQL in which everything that belongs to tabs lives under a hash of `operations`.
 *
 * GraphiQL makes its default tabs only when it finds none stored. So operations that changed since the last visit have
 * to meet an empty storage, while the theme, the headers and the history stay.
 */
export function namespacedStorage(storage: Storage, operations: string): Storage {
  const tabsPrefix = `${PREFIX}tabs-${fingerprint(operations)}:`;
  const nameOf = (key: string) => (KEYS_OF_TABS.has(key) ? tabsPrefix : PREFIX) + key;
  const ownKeys = () => Object.keys(storage).filter((name) => name.startsWith(PREFIX));

  for (const name of ownKeys()) {
    if (name.startsWith(`${PREFIX}tabs-`) && !name.startsWith(tabsPrefix)) storage.removeItem(name);
  }
  return {
    getItem: (key) => storage.getItem(nameOf(key)),
    setItem: (key, value) => storage.setItem(nameOf(key), value),
    removeItem: (key) => storage.removeItem(nameOf(key)),
    clear: () => {
      for (const name of ownKeys()) storage.removeItem(name);
    },
    key: (index) => ownKeys()[index] ?? null,
    get length() {
      return ownKeys().length;
    },
  };
}

/** FNV-1a in 32 bits: `crypto.subtle` would be asynchronous and is missing on plain http. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36);
}
