import { describe, expect, it } from '@jest/globals';
import { type KeyValueStore, namespacedStorage } from '../../../packages/console/app/session/namespaced-storage.js';

class MemoryStore implements KeyValueStore {
  readonly values = new Map<string, string>();
  get length() {
    return this.values.size;
  }
  key(index: number) {
    return [...this.values.keys()][index] ?? null;
  }
  getItem(name: string) {
    return this.values.get(name) ?? null;
  }
  setItem(name: string, value: string) {
    this.values.set(name, value);
  }
  removeItem(name: string) {
    this.values.delete(name);
  }
}

describe("GraphiQL's storage", () => {
  it('keeps the tabs as long as the operations are the same', () => {
    const store = new MemoryStore();
    namespacedStorage(store, 'operations').setItem('graphiql:tabState', 'my tabs');

    const atNextVisit = namespacedStorage(store, 'operations');

    expect(atNextVisit.getItem('graphiql:tabState')).toBe('my tabs');
  });

  it('forgets the tabs when the operations change, so that the new ones are shown', () => {
    const store = new MemoryStore();
    namespacedStorage(store, 'operations').setItem('graphiql:tabState', 'old tabs');

    const after = namespacedStorage(store, 'other operations');

    expect(after.getItem('graphiql:tabState')).toBeNull();
    expect(store.length).toBe(0);
  });

  it('keeps the theme when the operations change', () => {
    const store = new MemoryStore();
    namespacedStorage(store, 'operations').setItem('graphiql:theme', 'dark');

    const after = namespacedStorage(store, 'other operations');

    expect(after.getItem('graphiql:theme')).toBe('dark');
  });

  it('gives the texts of the active tab, whatever was stored beside it', () => {
    const storage = namespacedStorage(new MemoryStore(), 'operations');
    const tabs = [{ query: 'query A { a }' }, { query: 'query B { b }', variables: '{}', headers: null }];
    storage.setItem('graphiql:tabState', JSON.stringify({ tabs, activeTabIndex: 1 }));
    storage.setItem('graphiql:query', 'query A { a }');
    storage.setItem('graphiql:headers', '{"headwater-project":"flights"}');

    const texts = ['query', 'variables', 'headers'].map((name) => storage.getItem(`graphiql:${name}`));

    expect(texts).toEqual(['query B { b }', '{}', null]);
  });

  it('clears its own values and leaves those of other pages on the same origin', () => {
    const store = new MemoryStore();
    store.setItem('graphiql:theme', 'of another GraphiQL');
    const storage = namespacedStorage(store, 'operations');
    storage.setItem('graphiql:theme', 'dark');
    storage.setItem('graphiql:tabState', 'my tabs');

    storage.clear();

    expect(storage.length).toBe(0);
    expect([...store.values.keys()]).toEqual(['graphiql:theme']);
  });
});
