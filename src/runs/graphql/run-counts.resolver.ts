import type { GraphQLResolveInfo } from 'graphql';
import { FieldResolver, Info, Int, Resolver, Root } from 'type-graphql';
import { COUNT_PRICE } from '../../graph/finding/counting/within-count-time.js';
import { selectedNames } from '../../platform/graphql/lists/selected-items.js';
import { make } from '../../platform/make.js';
import type { RunStatus } from '../record/run-status.js';
import type { RunType } from '../record/run-type.js';
import type { CountedPage } from '../search/count-runs.js';
import type { Counted } from '../search/run-counts.sql.js';
import { RunConnection } from './run-connection.js';
import {
  RunCreatorCount,
  RunExperimentCount,
  RunFacets,
  RunStatusCount,
  RunTagCount,
  RunTypeCount,
} from './run-facets.js';

const COUNTED: Readonly<Record<string, Counted>> = {
  statuses: 'STATUS',
  types: 'TYPE',
  experiments: 'EXPERIMENT',
  createdBy: 'CREATED_BY',
  tags: 'TAG',
};

@Resolver(() => RunConnection)
export class RunCountsResolver {
  @FieldResolver(() => Int, {
    nullable: true,
    complexity: COUNT_PRICE.total,
    description:
      'How many runs fit, on all pages: exact, and counted only if asked for, in at most 5 seconds. Where that is not enough it is null, with the error TIMEOUT, and the page is given all the same.',
  })
  async totalCount(@Root() page: CountedPage): Promise<number> {
    const [row] = await page.counts(['TOTAL']);
    return row?.count ?? 0;
  }

  @FieldResolver(() => RunFacets, {
    nullable: true,
    complexity: COUNT_PRICE.facets,
    description:
      'How many of the runs that fit, on all pages, have which status, type, experiment, creator and tag: exact, and counted only if asked for, in at most 5 seconds. Null with the error TIMEOUT where that is not enough.',
  })
  async facets(@Root() page: CountedPage, @Info() info: GraphQLResolveInfo): Promise<RunFacets> {
    const counted = [...selectedNames(info)].flatMap((name) => COUNTED[name] ?? []);
    const rows = counted.length === 0 ? [] : await page.counts(counted);
    const of = (wanted: Counted) => rows.filter((row) => row.counted === wanted);
    return make(RunFacets, {
      statuses: of('STATUS').map(({ value, count }) => make(RunStatusCount, { status: value as RunStatus, count })),
      types: of('TYPE').map(({ value, count }) => make(RunTypeCount, { type: value as RunType, count })),
      experiments: of('EXPERIMENT').map(({ value, count }) =>
        make(RunExperimentCount, { experiment: value ?? '', count }),
      ),
      createdBy: of('CREATED_BY').map(({ value, count }) => make(RunCreatorCount, { createdBy: value ?? '', count })),
      tags: of('TAG').map(({ key, value, count }) => make(RunTagCount, { key: key ?? '', value: value ?? '', count })),
    });
  }
}
