import type { Storage as GraphiQLStorage } from '@graphiql/toolkit';

/** What is needed of `localStorage`. */
export interface KeyValueStore {
  readonly length: number;
  key(index: number): string | null;
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

const PREFIX = 'headwater:';
const TABS = 'graphiql:tabState';

/** GraphiQL's second copies of what the active tab holds. */
const COPIES = new Map<string, keyof Tab>([
  ['graphiql:query', 'query'],
  ['graphiql:variables', 'variables'],
  ['graphiql:headers', 'headers'],
]);

interface Tab {
  readonly query?: string | null;
  readonly variables?: string | null;
  readonly headers?: string | null;
}

/**
 * A view of `storage` for GraphiQL in which the tabs live under a hash of `operations`.
 *
 * GraphiQL makes its default tabs only when it finds none stored. So operations that changed since the last visit have
 * to meet an empty storage, while the theme and the history stay.
 *
 * GraphiQL also stores the active tab's query, variables and headers once more, each at its own moment, and opens an
 * untitled tab when at the next visit the copies fit no tab. Here they aren't stored but read from the active tab.
 */
export function namespacedStorage(storage: KeyValueStore, operations: string): GraphiQLStorage {
  const tabsName = `${PREFIX}tabs-${fingerprint(operations)}`;
  const nameOf = (key: string) => (key === TABS ? tabsName : PREFIX + key);
  const ownNames = () => namesIn(storage).filter((name) => name.startsWith(PREFIX));

  for (const name of ownNames()) {
    if (name.startsWith(`${PREFIX}tabs-`) && name !== tabsName) storage.removeItem(name);
  }
  return {
    getItem: (key) => {
      const copied = COPIES.get(key);
      return copied === undefined
        ? storage.getItem(nameOf(key))
        : (activeTab(storage.getItem(tabsName))[copied] ?? null);
    },
    setItem: (key, value) => {
      if (!COPIES.has(key)) storage.setItem(nameOf(key), value);
    },
    removeItem: (key) => storage.removeItem(nameOf(key)),
    clear: () => {
      for (const name of ownNames()) storage.removeItem(name);
    },
    get length() {
      return ownNames().length;
    },
  };
}

function activeTab(tabState: string | null): Tab {
  try {
    const { tabs, activeTabIndex } = JSON.parse(tabState ?? '{}') as { tabs?: Tab[]; activeTabIndex?: number };
    return tabs?.[activeTabIndex ?? 0] ?? {};
  } catch {
    // GraphiQL starts with its default tabs then, so there is no active one either.
    return {};
  }
}

function namesIn(storage: KeyValueStore): string[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter((name) => name !== null);
}

/** FNV-1a in 32 bits: `crypto.subtle` would be asynchronous and is missing on plain http. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36);
}
