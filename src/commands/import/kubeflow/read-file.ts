import { walkJsonFile } from '../reading/streaming/json-text.js';
import type { Registry } from './registry.js';
import { RootScope } from './resource-scopes.js';

/** Reads a registry from a file of any length: JSON, or a value of it on each line of one that is called `.ndjson` or `.jsonl`. */
export async function readRegistryFile(
  path: string,
  registry: Registry,
  onPart: (share: number) => void,
): Promise<void> {
  const isLines = /\.(?:ndjson|jsonl)$/.test(path);
  await walkJsonFile(path, {
    isLines,
    onPart,
    root: (line) => new RootScope({ registry, file: isLines ? `${path}, line ${line}` : path }),
  });
}
