import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of a run that was told to have failed and to be complete, failure decides; until now it was whichever came later. */
export class RankBadEnds20261128053000 implements MigrationInterface {
  name = 'RankBadEnds20261128053000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`update foreign_run set rank = 4 where type in ('FAIL', 'ABORT')`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`update foreign_run set rank = 3 where rank = 4`);
  }
}
