import { registerEnumType } from 'type-graphql';
import { quoteName } from '../../graph/names/format-ref.js';
import { failedPrecondition } from '../../platform/errors.js';

/** Where a run stands. */
export enum RunStatus {
  PENDING = 'PENDING',
  RUNNING = 'RUNNING',
  SUCCEEDED = 'SUCCEEDED',
  FAILED = 'FAILED',
  CANCELLED = 'CANCELLED',
  LOST = 'LOST',
}

registerEnumType(RunStatus, {
  name: 'RunStatus',
  description:
    'Where a run stands. PENDING becomes RUNNING, FAILED or CANCELLED; RUNNING becomes SUCCEEDED, FAILED or CANCELLED; these three are final, unless resumeRun says otherwise. RUNNING becomes LOST when nothing is heard of it, and the reverse when something is.',
  valuesConfig: {
    PENDING: { description: 'Planned, not started.' },
    RUNNING: { description: 'At work.' },
    SUCCEEDED: { description: 'Ended as it should. Final.' },
    FAILED: { description: 'Ended by an error; `message` says which. Final.' },
    CANCELLED: { description: 'Stopped on purpose. Final.' },
    LOST: {
      description:
        'Nothing has been heard of it for as long as `lostAfterSeconds`; whatever it reports makes it RUNNING again.',
    },
  },
});

/*   PENDING ──▶ RUNNING ──────────▶ SUCCEEDED
 *      │         │  ▲ │                ▲
 *      │         │  │ └──▶ LOST ───────┤      it is taken for lost by lifecycle/lost-runs.ts alone
 *      │         │  └──────┘           │
 *      └─────────┴──────────▶ FAILED, CANCELLED   */
const MOVES: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  [RunStatus.PENDING]: [RunStatus.RUNNING, RunStatus.FAILED, RunStatus.CANCELLED],
  [RunStatus.RUNNING]: [RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.CANCELLED],
  [RunStatus.LOST]: [RunStatus.RUNNING, RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.CANCELLED],
  [RunStatus.SUCCEEDED]: [],
  [RunStatus.FAILED]: [],
  [RunStatus.CANCELLED]: [],
};

export function isFinal(status: RunStatus): boolean {
  return MOVES[status].length === 0;
}

/**
 * Throws FAILED_PRECONDITION, with the moves that are possible, unless the run may move to `next`: by logRun to RUNNING, by
 * finishRun to a final status.
 */
export function requireMove(
  run: { readonly name: string; readonly status: RunStatus },
  next: RunStatus,
  operation: 'logRun' | 'finishRun',
): void {
  const possible = MOVES[run.status];
  if (possible.includes(next) && isFinal(next) === (operation === 'finishRun')) return;
  throw failedPrecondition(
    `Run ${quoteName(run.name)} is ${run.status} and can't become ${next} by ${operation}: ${describeMoves(run.status)}.`,
    { field: 'status', status: run.status, found: next, expected: possible },
  );
}

function describeMoves(status: RunStatus): string {
  switch (status) {
    case RunStatus.PENDING:
      return 'logRun can make it RUNNING, finishRun FAILED or CANCELLED';
    case RunStatus.RUNNING:
      return 'finishRun can make it SUCCEEDED, FAILED or CANCELLED';
    case RunStatus.LOST:
      return 'logRun can make it RUNNING, finishRun SUCCEEDED, FAILED or CANCELLED';
    default:
      return `${status} is final`;
  }
}
