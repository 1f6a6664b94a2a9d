import type { HeadwaterClient } from '@headwater/client';
import type { Report } from '../../reading/report.js';
import type { SourcedEdge, TakenNode } from '../graph.js';
import type { Ids } from './ids.js';
import type { VersionsThere } from './versions-there.js';

/** What a maker of nodes knows. */
export interface Making {
  readonly client: HeadwaterClient;
  /** The ids here, by numbers. */
  readonly ids: Ids;
  /** The names of the entities of feature sets, by numbers of these. */
  readonly entities: Map<number, string>;
  readonly versions: VersionsThere;
  readonly report: Report;
}

/** What is to be made, and what leads to it. */
export interface ToMake {
  readonly node: TakenNode;
  readonly into: readonly SourcedEdge[];
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
