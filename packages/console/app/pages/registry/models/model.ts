import { PAGE_INFO, type Page } from '../../parts/lists/use-further.js';
import type { Named } from '../../parts/values.js';
import type { Move } from './moves.js';
import { MOVE, VERSION } from './version-fields.js';

export const MODEL_QUERY = `query Model($ref: Ref!, $asOf: DateTime) {
  model(ref: $ref) {
    id kind label description owner createdAt createdBy
    tags { key value }
    versions(first: 50) {
      nodes {
        ${VERSION}
      }
      ${PAGE_INFO}
    }
    promotionPolicies {
      to targetKind version overridable definedAt definedBy
      approvals { role count }
      rules { kind metric severity }
    }
    history(asOf: $asOf, first: 50) { nodes { ${MOVE} } ${PAGE_INFO} }
  }
}`;

export interface ShownVersion extends Named {
  readonly version: number;
  readonly description: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly stage: string;
  readonly aliases: readonly string[];
  readonly metrics: readonly { readonly name: string; readonly value: number }[];
  readonly run: Named | null;
  readonly deployments: readonly Named[];
  readonly signature: readonly { readonly ref: string }[];
}

export interface ShownPolicy {
  readonly to: string;
  readonly targetKind: 'ALIAS' | 'STAGE';
  readonly version: number;
  readonly overridable: boolean;
  readonly definedAt: string;
  readonly definedBy: string;
  readonly approvals: readonly { readonly role: string; readonly count: number }[];
  readonly rules: readonly { readonly kind: string; readonly metric: string | null; readonly severity: string }[];
}

export interface ShownModel extends Named {
  readonly description: string | null;
  readonly owner: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly versions: Page<ShownVersion>;
  readonly promotionPolicies: readonly ShownPolicy[];
  readonly history: Page<Move>;
}
