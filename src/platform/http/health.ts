import type { Readiness } from '../database/database.js';
import { type Figures, joinFigures, type Metrics } from '../telemetry/metrics.js';
import type { Route } from './route.js';

/** A process that belongs to this one. */
export interface OtherProcess {
  /** Asks it something. Throws where it doesn't answer soon. */
  ask(path: string): Promise<{ readonly status: number; readonly body: string }>;
}

export interface HealthOptions {
  readonly metrics: Metrics;
  readonly readiness: () => Promise<Readiness>;
  /** Which process, and what it does. */
  readonly backend?: { readonly link: OtherProcess; readonly roles: string } | undefined;
  readonly timeMs: number;
}

/** Where one process of a service tells another what it counts. */
const FIGURES = '/metrics.json';

/** `/healthz` (the process answers), `/readyz` (database and migrations are there, not draining), `/metrics`: of all processes of the service. */
export function healthRoutes({ metrics, readiness, backend, timeMs }: HealthOptions): Route[] {
  const ready = shared(async () => bothReady(await readiness(), backend));
  const figures = shared(async () => {
    const own = metrics.registry.getMetricsAsJSON();
    const theirs = backend?.link.ask(FIGURES).then(
      ({ body }) => JSON.parse(body) as Figures,
      // It has ended; it will be back.
      () => [],
    );
    return theirs === undefined ? metrics.registry.metrics() : joinFigures([await own, await theirs]);
  });
  const others = shared(async () => {
    const answers = await backend?.link.ask('/healthz').then(
      ({ status }) => status === 200,
      () => false,
    );
    return answers === true ? 'ok' : 'does not answer; it is started again when it has ended';
  });
  return [
    {
      ...ofEachProcess(timeMs),
      rule: 'anyone',
      url: '/healthz',
      answer: async () => ({ status: 'ok', ...(backend !== undefined && { [backend.roles]: await others() }) }),
    },
    {
      ...ofEachProcess(timeMs),
      rule: 'anyone',
      url: '/readyz',
      async answer(_request, reply) {
        const state = await ready();
        return reply.code(state.ready ? 200 : 503).send(state);
      },
    },
    {
      ...ofEachProcess(timeMs),
      rule: { action: 'metrics:read' },
      url: '/metrics',
      answer: async (_request, reply) => reply.type(metrics.registry.contentType).send(await figures()),
    },
  ];
}

/** For the front, which shows them with its own. */
export function figuresRoute({ registry }: Metrics, timeMs: number): Route {
  return { ...ofEachProcess(timeMs), url: FIGURES, rule: 'front', answer: () => registry.getMetricsAsJSON() };
}

const ofEachProcess = (timeMs: number) =>
  ({ method: 'GET', role: 'process', limits: { bodyBytes: 'none', timeMs } }) as const;

/** Whoever asks while it is being found out gets the same: a thousand questions at once cost as much as one. */
function shared<T>(find: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= find().finally(() => {
      running = undefined;
    });
    return running;
  };
}

async function bothReady(own: Readiness, backend: HealthOptions['backend']): Promise<Readiness> {
  if (backend === undefined || !own.ready) return own;
  const { link, roles } = backend;
  try {
    const { body } = await link.ask('/readyz');
    const theirs = JSON.parse(body) as Readiness;
    return theirs.ready ? theirs : { ready: false, problem: `The process of ${roles} is not ready: ${theirs.problem}` };
  } catch (error) {
    return {
      ready: false,
      problem: `The process of ${roles} does not answer (${(error as Error).message}); lookups go on.`,
    };
  }
}
