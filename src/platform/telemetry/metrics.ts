import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What `/metrics` shows. One registry per service, so that two in one process (as in tests) don't meet. */
export interface Metrics {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<'route' | 'status'>;
  readonly operationErrors: Counter<'operation' | 'code'>;
  readonly wrongCredentials: Counter<'address' | 'outcome'>;
}

/** What one process counts, as data. */
export type Figures = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

/** `role` says which process of the service it is. */
export function createMetrics(
  pool: { totalCount: number; idleCount: number; waitingCount: number },
  role: string,
): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ role });
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'headwater_database_connections',
    help: 'Connections of the pool, by state.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'headwater_http_request_seconds',
      help: 'Seconds from the first byte of a request to the last of its answer.',
      labelNames: ['route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    }),
    operationErrors: new Counter({
      name: 'headwater_graphql_errors_total',
      help: 'GraphQL errors answered, by operation name and code.',
      labelNames: ['operation', 'code'],
      registers: [registry],
    }),
    wrongCredentials: new Counter({
      name: 'headwater_wrong_credentials_total',
      help: 'Keys and tokens that were wrong, or not looked at because too many before them were, by address.',
      labelNames: ['address', 'outcome'],
      registers: [registry],
    }),
  };
}

/** The figures of several processes as one text. Each keeps its own: they differ by their role. */
export function joinFigures(processes: readonly Figures[]): Promise<string> {
  const apart = processes.map((figures) => figures.map((figure) => ({ ...figure, aggregator: 'sum' as const })));
  return AggregatorRegistry.aggregate(apart).metrics();
}
