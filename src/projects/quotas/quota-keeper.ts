import type { Holdings, Quotas } from '../../graph/nodes/quotas.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { HeadwaterError } from '../../platform/errors.js';
import type { Logger } from '../../platform/telemetry/logger.js';
import { ProjectUsage } from './project-usage.js';
import { measureProject, type OwnQuota, selectQuotas } from './quota.sql.js';

/** Milliseconds after which other processes heed a new quota, and after which what was stored is measured again. */
const BEAT_MS = 2_000;
/** Measuring takes at most this share of the time of one connection. */
const LARGEST_SHARE = 0.05;
/** Seconds: room is not made by waiting, but by deleting or by a larger quota. */
const RETRY_SECONDS = 60;

const NAMES = {
  nodes: 'nodes',
  rows: 'feature rows',
  bytes: 'bytes of feature rows, training sets, files and events of lineage',
} as const;
const KINDS = ['nodes', 'rows', 'bytes'] as const;

/**
 * Knows what projects may hold, and what they do. Asking is a look into memory: what is stored by this process is added at once, what others store
 * is measured every few seconds, and only of projects that have a quota and in which something was stored.
 */
export class QuotaKeeper implements Quotas {
  private own: ReadonlyMap<string, OwnQuota> = new Map();
  private readonly usages = new Map<string, ProjectUsage>();
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> | undefined;
  private notBefore = 0;

  /** `forAll` is what projects may hold that have no quota of their own; 0: any number. */
  constructor(
    private readonly database: Queryable,
    private readonly forAll: Holdings,
    private readonly logger: Logger,
  ) {}

  start(): void {
    void this.beat();
    this.timer = setInterval(() => void this.beat(), BEAT_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
  }

  demand(project: string, more: Partial<Holdings>): void {
    const quota = this.quotaOf(project);
    if (quota === undefined) return;
    const usage = this.usageOf(project);
    // Others may have stored something, too.
    usage.isStale = true;
    const { holdings } = usage;
    for (const what of KINDS) {
      const [most, added] = [quota[what], more[what]];
      if (most === null || added === undefined || holdings[what] + added <= most) continue;
      throw new HeadwaterError(
        'RATE_LIMITED',
        `Project ${JSON.stringify(project)} holds ${holdings[what]} ${NAMES[what]} and may hold ${most}; this would add ${added}. Delete what is not needed any more, or have its quota raised (setProjectQuota).`,
        { limit: `quota:${what}`, expected: most, found: holdings[what] + added, retryAfter: RETRY_SECONDS },
      );
    }
  }

  add(project: string, more: Partial<Holdings>): void {
    if (this.quotaOf(project) !== undefined) this.usageOf(project).add(more, performance.now());
  }

  /** What a project may hold; null: any number. Undefined: any number of everything. */
  quotaOf(project: string): OwnQuota | undefined {
    const own = this.own.get(project);
    const { nodes, rows, bytes } = this.forAll;
    if (own === undefined && nodes === 0 && rows === 0 && bytes === 0) return undefined;
    return {
      nodes: own?.nodes ?? (nodes || null),
      rows: own?.rows ?? (rows || null),
      bytes: own?.bytes ?? (bytes || null),
    };
  }

  /** Heeds at once what was set for a project. */
  async heed(project: string): Promise<void> {
    this.own = await selectQuotas(this.database);
    await this.measure(project);
  }

  /** What a project holds, measured now. */
  async measure(project: string): Promise<Holdings & { readonly measuredAt: Date }> {
    const usage = this.quotaOf(project) === undefined ? new ProjectUsage() : this.usageOf(project);
    const at = new Date();
    usage.measured(await measureProject(this.database, project), performance.now(), at);
    return { ...usage.holdings, measuredAt: at };
  }

  private usageOf(project: string): ProjectUsage {
    const known = this.usages.get(project);
    if (known !== undefined) return known;
    const usage = new ProjectUsage();
    this.usages.set(project, usage);
    return usage;
  }

  private beat(): Promise<void> {
    this.beating ??= this.look()
      // The database is away: what was known last counts.
      .catch((error: unknown) => this.logger.debug({ err: error }, 'the quotas could not be looked at'))
      .finally(() => {
        this.beating = undefined;
      });
    return this.beating;
  }

  private async look(): Promise<void> {
    this.own = await selectQuotas(this.database);
    const began = performance.now();
    if (began < this.notBefore) return;
    for (const project of this.own.keys()) this.usageOf(project);
    for (const [project, usage] of this.usages) if (usage.isStale) await this.measure(project);
    this.notBefore = performance.now() + (performance.now() - began) / LARGEST_SHARE;
  }
}
