import type { HeadwaterClient } from '@headwater/client';
import type { Report } from '../reading/report.js';
import type { TakenEdge, TakenGraph, TakenNode } from './graph.js';
import type { VersionsThere } from './versions-there.js';

/** What a maker of nodes knows. */
export interface Making {
  readonly client: HeadwaterClient;
  readonly graph: TakenGraph;
  /** The ids here, by URIs. */
  readonly ids: Map<string, string>;
  readonly versions: VersionsThere;
  readonly into: (uri: string) => readonly TakenEdge[];
  readonly report: Report;
}

export interface Made {
  /** Undefined where there is no such thing here until something else is made. */
  readonly id: string | undefined;
  readonly created: boolean;
}

/** What people say of a node, as each mutation takes it. */
export function wordsOf({ description, owner, tags }: TakenNode) {
  return { description, owner, tags: [...tags].map(([key, value]) => ({ key, value })) };
}
