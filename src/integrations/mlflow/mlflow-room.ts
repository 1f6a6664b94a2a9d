import type { OnArtifacts } from '../../artifacts/files/on-artifacts.js';
import type { OnGraph } from '../../graph/graph.js';
import type { RegistrationDependencies } from '../../models/versions/register-model-version.js';
import type { StatementNames } from '../../platform/database/statement-names.js';
import type { RunReads } from '../../runs/search/run-reads.js';

/** What answering MLflow's clients takes. */
export interface MlflowRoom extends OnGraph {
  readonly settings: { readonly requestTimeoutMs: number; readonly bodyLimitBytes: number };
  readonly artifacts: OnArtifacts;
  readonly runReads: RunReads;
  /** What registering a version of a model takes. */
  readonly registration: RegistrationDependencies;
  /** Those of searches, which are put together from parts. */
  readonly statements: StatementNames;
}
