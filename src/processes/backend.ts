// The process behind the one that has the port: it does everything but lookups. The front starts it and tells it what to do.
import './production.js';
import type { FastifyInstance } from 'fastify';
import { createApp, describeDatabase } from '../app.js';
import { endOnFault } from '../commands/lifetime/end-on-fault.js';
import { createLogger } from '../platform/telemetry/logger.js';
import { nameRoles } from '../settings/roles.js';
import type { Order, Report } from './orders.js';
import { stepBack } from './step-back.js';

/** Connections that may wait to be taken while this process is busy; the system may take fewer. A burst beyond would be turned away. */
const MOST_WAITING = 65_535;

stepBack(process.pid);

// A terminal, or a supervisor, sends its signals to both processes. The front drains first, and then says when to stop.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
// The front has ended, however that came: what it would have passed on comes no more. At once, because an orderly exit would take away the
// sockets by which the next start sees whose temporary directories nobody uses any more.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));

type Serve = Extract<Order, { serve: object }>['serve'];

let stop = async () => process.exit(0);

process.on('message', (order: Order) => {
  if ('stop' in order) void stop();
  else serve(order.serve).then(() => report({ serving: true }), fail);
});

async function serve({ config, socketPath, ownsPostgres }: Serve): Promise<void> {
  const logger = createLogger(config.LOG_LEVEL).child({ role: nameRoles(config.ROLES) });
  endOnFault(logger);
  const database = describeDatabase(config.DATABASE_URL ?? '', config);
  if (ownsPostgres) database.onConnection(stepBack);
  await database.connect();
  const app: FastifyInstance = await createApp(config, database, logger, { isBackend: true });
  stop = async () => {
    await app.close();
    await database.close();
    return process.exit(0);
  };
  await app.listen({ path: socketPath, backlog: MOST_WAITING });
}

function report(report: Report): void {
  process.send?.(report);
}

function fail(error: Error): void {
  process.send?.({ failed: error.message } satisfies Report, () => process.exit(1));
}
