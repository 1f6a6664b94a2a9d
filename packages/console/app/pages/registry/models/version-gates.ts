import { PAGE_INFO, type Page } from '../../parts/lists/use-further.js';
import type { Named } from '../../parts/values.js';

const EVALUATION = `id to targetKind verdict passed failures evaluatedAt evaluatedBy
  champion { id kind label }
  policy { version }
  rules { outcome explanation found threshold champion rule { kind metric severity } }`;

export const GATES_QUERY = `query Gates($id: ID!, $asOf: DateTime) {
  node(id: $id) {
    id
    ... on ModelVersion {
      derivedFrom { id kind label }
      approvals(asOf: $asOf) { at by decision to targetKind reason roles acknowledgesSignature }
      gateEvaluations(first: 20) { nodes { ${EVALUATION} } ${PAGE_INFO} }
    }
  }
}`;

export const EVALUATIONS_QUERY = `query Evaluations($id: ID!, $after: String) {
  node(id: $id) { ... on ModelVersion { gateEvaluations(first: 100, after: $after) { nodes { ${EVALUATION} } ${PAGE_INFO} } } }
}`;

export const EVALUATE_QUERY = `query Evaluate($modelVersion: Ref!, $to: String!) {
  evaluateGate(modelVersion: $modelVersion, to: $to) { id }
}`;

export interface ShownRule {
  readonly outcome: 'PASSED' | 'FAILED' | 'NOT_APPLICABLE';
  readonly explanation: string;
  readonly found: number | null;
  readonly threshold: number | null;
  readonly champion: number | null;
  readonly rule: { readonly kind: string; readonly metric: string | null; readonly severity: 'BLOCK' | 'WARN' };
}

export interface ShownEvaluation {
  readonly id: string;
  readonly to: string;
  readonly targetKind: 'ALIAS' | 'STAGE';
  readonly verdict: 'PASSED' | 'WARNED' | 'FAILED' | 'UNGUARDED';
  readonly passed: boolean;
  readonly failures: number;
  readonly evaluatedAt: string;
  readonly evaluatedBy: string;
  readonly champion: Named | null;
  readonly policy: { readonly version: number } | null;
  readonly rules: readonly ShownRule[];
}

export interface ShownApproval {
  readonly at: string;
  readonly by: string;
  readonly decision: 'APPROVED' | 'REJECTED';
  readonly to: string;
  readonly targetKind: 'ALIAS' | 'STAGE';
  readonly reason: string | null;
  readonly roles: readonly string[];
  readonly acknowledgesSignature: boolean;
}

export interface VersionGates {
  readonly node: {
    readonly derivedFrom?: readonly Named[];
    readonly approvals?: readonly ShownApproval[];
    readonly gateEvaluations?: Page<ShownEvaluation>;
  } | null;
}

/** What an evaluation is about, as `promote` takes it. */
export const targetOf = ({ targetKind, to }: { readonly targetKind: string; readonly to: string }): string =>
  `${targetKind.toLowerCase()}:${to}`;
