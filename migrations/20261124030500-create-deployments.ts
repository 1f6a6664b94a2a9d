import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deployments. What serves behind them are BINDING edges; this keeps who changed them when. */
export class CreateDeployments20261124030500 implements MigrationInterface {
  name = 'CreateDeployments20261124030500';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table deployment (
        id       uuid primary key references node (id),
        endpoint text
      );

      -- Every binding begins and ends at one of these times.
      create table deployment_change (
        deployment_id uuid not null references node (id),
        changed_at    timestamptz not null,
        changed_by    text not null,
        primary key (deployment_id, changed_at)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table deployment_change;
      drop table deployment;
    `);
  }
}
