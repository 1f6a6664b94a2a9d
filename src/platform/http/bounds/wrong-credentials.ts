import rateLimit, { type CreateRateLimitOptions } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import pLimit, { type LimitFunction } from 'p-limit';
import { HeadwaterError } from '../../errors.js';
import { LabelValues } from '../../telemetry/label-values.js';
import type { Logger } from '../../telemetry/logger.js';
import type { Metrics } from '../../telemetry/metrics.js';

const MINUTE_MS = 60_000;
/** Of one address so many are looked at at once, so that thousands that come together are counted before they are all looked at. */
const AT_ONCE = 2;

export interface WrongCredentialOptions {
  /** So many wrong ones a minute are looked at; 0: any number. */
  readonly most: number;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'wrongCredentials'>;
}

/**
 * Slows down whoever guesses keys: after some wrong ones of an address (of IPv6 of a /64) its unknown ones aren't even looked at for the rest of the
 * minute. Whoever is known already is not asked here, so others behind the same address go on.
 */
export class WrongCredentials {
  private readonly asking = new Map<string, { readonly turns: LimitFunction; users: number }>();
  private readonly addresses = new LabelValues();

  private constructor(
    private readonly count: ReturnType<FastifyInstance['createRateLimit']>,
    private readonly options: WrongCredentialOptions,
  ) {}

  /** Undefined where any number is looked at. */
  static async on(app: FastifyInstance, options: WrongCredentialOptions): Promise<WrongCredentials | undefined> {
    if (options.most === 0) return undefined;
    if (!app.hasDecorator('createRateLimit')) await app.register(rateLimit, { global: false });
    const limit: CreateRateLimitOptions = { max: options.most, timeWindow: MINUTE_MS };
    return new WrongCredentials(app.createRateLimit(limit), options);
  }

  /** Does what finds out who sends a request. Throws RATE_LIMITED instead where its address has sent too many wrong credentials; UNAUTHENTICATED is one. */
  async attempt<T>(request: FastifyRequest, find: () => Promise<T>): Promise<T> {
    const { ip } = request;
    const asking = this.asking.get(ip) ?? { turns: pLimit(AT_ONCE), users: 0 };
    this.asking.set(ip, asking);
    asking.users++;
    try {
      return await asking.turns(() => this.findOnce(request, find));
    } finally {
      if (--asking.users === 0) this.asking.delete(ip);
    }
  }

  private async findOnce<T>(request: FastifyRequest, find: () => Promise<T>): Promise<T> {
    const before = await this.count(request, { increment: false });
    if (!before.isAllowed && before.remaining === 0) {
      this.note(before.key, 'not_looked_at');
      throw this.refusal(before.key, before.ttlInSeconds);
    }
    try {
      return await find();
    } catch (error) {
      if (error instanceof HeadwaterError && error.code === 'UNAUTHENTICATED') await this.countWrong(request);
      throw error;
    }
  }

  private async countWrong(request: FastifyRequest): Promise<void> {
    const { most, logger } = this.options;
    const now = await this.count(request);
    this.note(now.key, 'wrong');
    if (now.isAllowed || now.remaining > 0) return;
    logger.warn(
      { address: now.key, wrong: most },
      'an address has sent too many wrong credentials; the rest of this minute none of it is looked at',
    );
  }

  private note(address: string, outcome: string): void {
    this.options.metrics.wrongCredentials.inc({ address: this.addresses.labelFor(address), outcome });
  }

  private refusal(address: string, seconds: number): HeadwaterError {
    const { most } = this.options;
    return new HeadwaterError(
      'RATE_LIMITED',
      `The address ${JSON.stringify(address)} has sent ${most} wrong keys or tokens within a minute (WRONG_CREDENTIALS_PER_MINUTE), so this one was not looked at. Try again in ${seconds} seconds.`,
      { limit: 'WRONG_CREDENTIALS_PER_MINUTE', expected: most, retryAfter: seconds },
    );
  }
}
