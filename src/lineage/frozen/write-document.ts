import { setImmediate } from 'node:timers/promises';
import { canonicalJson } from '../../platform/text/canonical-json.js';

/** An edge by the public ids of its ends. */
export interface FrozenLine {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  /** Null: it says nothing of itself. */
  readonly attributes: object | null;
}

export interface DocumentParts {
  readonly nodes: readonly object[];
  readonly edges: readonly FrozenLine[];
  readonly leftOut: string | undefined;
}

/** So many are written before others are served. */
const SLICE = 1_000;

/** Canonical JSON (RFC 8785), whose keys are sorted. `between` throws where nobody waits for it any more. */
export async function writeDocument({ nodes, edges, leftOut }: DocumentParts, between: () => void): Promise<string> {
  const write = async <Item>(items: readonly Item[], text: (item: Item) => string): Promise<string> => {
    const slices: string[] = [];
    for (let at = 0; at < items.length; at += SLICE) {
      slices.push(
        items
          .slice(at, at + SLICE)
          .map(text)
          .join(','),
      );
      await setImmediate();
      between();
    }
    return slices.join(',');
  };
  const left = leftOut === undefined ? '' : `,"leftOut":${canonicalJson(leftOut)}`;
  return `{"edges":[${await write(edges, writeEdge)}]${left},"nodes":[${await write(nodes, canonicalJson)}]}`;
}

/** Nothing in an id or a kind is escaped. */
function writeEdge({ from, to, kind, attributes }: FrozenLine): string {
  const said = attributes === null ? '{}' : canonicalJson(attributes);
  return `{"attributes":${said},"from":"${from}","kind":"${kind}","to":"${to}"}`;
}
