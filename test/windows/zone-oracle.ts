import { runSql } from '../support/postgres/run-sql.js';

/** From when on clocks are how far ahead of UTC; seconds since 1970, and seconds. */
interface Offset {
  readonly from: number;
  readonly ahead: number;
}

/** The clocks of a place through some years, as PostgreSQL knows them, which has a zone library of its own. */
export class ZoneOracle {
  private constructor(private readonly offsets: readonly Offset[]) {}

  /** Changes of clocks happen at whole minutes of UTC: at a minute past midnight in America/Moncton until 2006. No two come within half an hour. */
  static async of(databaseUrl: string, zone: string, from: number, to: number): Promise<ZoneOracle> {
    return new ZoneOracle(
      await runSql<Offset>(
        databaseUrl,
        `with steps as (
           select t, (t at time zone $1) - (t at time zone 'UTC') as ahead
           from generate_series(to_timestamp($2), to_timestamp($3), interval '30 minutes') as t
         ), changes as (
           select * from (select *, lag(ahead) over (order by t) as before from steps) as step where ahead is distinct from before
         )
         select extract(epoch from at)::float8 as "from", extract(epoch from ahead)::float8 as ahead
         from changes, lateral (
           select min(m) as at from generate_series(t - interval '29 minutes', t, interval '1 minute') as m
           where before is null or (m at time zone $1) - (m at time zone 'UTC') = ahead
         ) as minute
         order by at`,
        [zone, from, to],
      ),
    );
  }

  /** Local times at which clocks change, as if they were UTC. */
  get changes(): number[] {
    return this.offsets
      .slice(1)
      .flatMap(({ from, ahead }, at) => [from + ahead, from + (this.offsets[at]?.ahead ?? 0)]);
  }

  /** When a clock shows a time: the later one where it does twice; where it never does, by the clock before the change. */
  utcOf(local: number): number {
    const shown = this.offsets.map(({ ahead }) => local - ahead).filter((utc) => utc + this.aheadAt(utc) === local);
    if (shown.length > 0) return Math.max(...shown);
    const change = this.offsets.findIndex(
      ({ from, ahead }, at) => local >= from + (this.offsets[at - 1]?.ahead ?? ahead) && local < from + ahead,
    );
    return local - (this.offsets[change - 1]?.ahead ?? Number.NaN);
  }

  private aheadAt(utc: number): number {
    return this.offsets.findLast(({ from }) => from <= utc)?.ahead ?? Number.NaN;
  }
}
