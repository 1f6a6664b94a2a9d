import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A label is a reference as it can be typed. Names that look like an id could be registered all along, and were read as that id; what they
 * label stands in quotes from now on. Names are checked by the service alone, so any text fits already.
 */
export class QuoteNamesLikeIds20261126200000 implements MigrationInterface {
  name = 'QuoteNamesLikeIds20261126200000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(
      relabel(`case when part ~ '${LIKE_AN_ID}' then '"' || part || '"' else part end`, `(^|/)${ID}(@|/|$)`),
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(relabel(`btrim(part, '"')`, `(^|/)"${ID}"(@|/|$)`));
  }
}

const ID = '[a-z_]+_[0-7][0-9a-hjkmnp-tv-z]{25}';
const LIKE_AN_ID = `^${ID}$`;

/*   run_01j…@3            "run_01j…"@3
 *   production/run_01j…   production/"run_01j…"     each part between / and @ by itself */
function relabel(part: string, wanted: string): string {
  return `
    update node n set label = (
      select string_agg(case when part in ('/', '@') then part else ${part} end, '' order by place)
      from regexp_matches(n.label, '[^/@]+|[/@]', 'g') with ordinality as m (found, place)
      cross join lateral (select found[1] as part) p
    )
    where n.label ~ '${wanted}'`;
}
