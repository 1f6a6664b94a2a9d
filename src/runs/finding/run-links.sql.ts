import type { SqlTest } from '../../graph/finding/filters/node-test.sql.js';
import type { OrderFact } from '../../graph/finding/listed-kind.js';
import { type RunCondition, testsOf } from '../filters/run-filter.sql.js';
import { holds } from '../filters/run-test.sql.js';
import { asMetricsWere } from './metrics-as-of.sql.js';
import { runTable, runTables } from './runs-as-of.sql.js';

const LINK = 'made.retired_at is null';

/**
 * That a run of the project made a node (OUTPUT), or has read it (INPUT), and fits. What runs of other projects did stays untold: not everybody may read there.
 * Indexes: edge_upstream, edge_downstream, and those of `holds`.
 */
export function linkedRun(kind: 'OUTPUT' | 'INPUT', project: string, run?: RunCondition): SqlTest {
  const [ours, theirs] = kind === 'OUTPUT' ? ['dst', 'src'] : ['src', 'dst'];
  return (node, sql) => {
    const tested = { id: `made.${theirs}`, hasNode: false, tables: runTables(sql) };
    const alive = run?.includeDeleted === true ? '' : ` and ${sql.lives('ran')}`;
    const { time: then } = sql;
    const tests = run === undefined ? [] : testsOf(run);
    const asked = then === undefined ? tests : tests.map((test) => asMetricsWere(test, then));
    const fits = asked.map((test) => ` and ${holds(test, project, sql, tested)}`);
    return `coalesce((select true from edge made join ${sql.nodes} ran on ran.id = ${tested.id} and ran.kind = 'RUN' and ran.project = ${sql.add(project)}${alive}
        where made.${ours} = ${node}.id and made.kind = '${kind}' and ${sql.during('made.valid_from', 'made.valid_to')} and ${LINK}${fits.join('')} limit 1), false)`;
  };
}

function ofLastRun(column: 'started_at' | 'ended_at'): OrderFact['value'] {
  return (version, sql) =>
    `(select max(ran.${column}) from edge made join ${runTable(sql)} ran on ran.id = made.src and ran.project = ${version}.project
         where made.dst = ${version}.id and made.kind = 'OUTPUT' and ${sql.during('made.valid_from', 'made.valid_to')} and ${LINK})`;
}

/** What versions are ordered by that runs make. Indexes: edge_upstream, primary key. */
export const RUN_ORDERS: Readonly<Record<string, OrderFact>> = {
  RUN_STARTED: {
    description: 'When the last run that made it, or wrote into it, began.',
    of: 'version',
    type: 'timestamptz',
    value: ofLastRun('started_at'),
  },
  RUN_ENDED: {
    description: 'When the last run that made it, or wrote into it, ended.',
    of: 'version',
    type: 'timestamptz',
    value: ofLastRun('ended_at'),
  },
};
