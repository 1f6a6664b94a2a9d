import { TIMELINE } from '../../parts/lists/node-timeline.js';
import type { TimelineEntry } from '../../parts/lists/timeline.js';
import type { Page } from '../../parts/lists/use-further.js';
import type { Named } from '../../parts/values.js';

export const DEPLOYMENT_QUERY = `query Deployment($ref: Ref!, $asOf: DateTime, $now: Boolean!) {
  deployment(ref: $ref, asOf: $asOf) {
    id kind label description owner endpoint createdAt
    environment { name }
    bindings(asOf: $asOf) {
      trafficPercent validFrom deployedBy
      modelVersion { id kind label aliases(asOf: $asOf) stage(asOf: $asOf) }
    }
    comparison @include(if: $now) {
      versions { role trafficPercent since lookupsPerMinute lastReadAt modelVersion { id kind label } }
      metrics { name goal values sources }
    }
    rollsBackTo @include(if: $now) { setAt shares { trafficPercent modelVersion { id kind label } } }
    history { trafficPercent validFrom validTo deployedBy endedBy modelVersion { id kind label } }
    ${TIMELINE}
  }
}`;

export interface Share {
  readonly trafficPercent: number;
  readonly modelVersion: Named;
}

export interface ShownBinding extends Share {
  readonly validFrom: string;
  readonly deployedBy: string;
  readonly modelVersion: Named & { readonly aliases: readonly string[]; readonly stage: string };
}

export interface PastBinding extends Share {
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly deployedBy: string;
  readonly endedBy: string | null;
}

export interface Comparison {
  readonly versions: readonly (Share & {
    readonly role: 'CHAMPION' | 'CHALLENGER' | 'SHADOW';
    readonly since: string;
    readonly lookupsPerMinute: number;
    readonly lastReadAt: string | null;
  })[];
  readonly metrics: readonly {
    readonly name: string;
    readonly goal: 'MAX' | 'MIN' | null;
    /** In the order of the versions; NaN and the infinities are texts. */
    readonly values: readonly (number | string | null)[];
    readonly sources: readonly (string | null)[];
  }[];
}

export interface Earlier {
  readonly setAt: string;
  readonly shares: readonly Share[];
}

export interface ShownDeployment extends Named {
  readonly description: string | null;
  readonly owner: string | null;
  readonly endpoint: string | null;
  readonly createdAt: string;
  readonly environment: { readonly name: string };
  readonly bindings: readonly ShownBinding[];
  /** Both are of now alone. */
  readonly comparison?: Comparison;
  readonly rollsBackTo?: Earlier | null;
  readonly history: readonly PastBinding[];
  readonly timeline: Page<TimelineEntry>;
}
