import { Command } from 'commander';
import { describeConfig, readConfig } from '../../config.js';
import { createLogger } from '../../platform/telemetry/logger.js';

interface CreateOptions {
  readonly name?: string;
  readonly role: string;
  readonly project?: string;
  readonly grant: readonly string[];
  readonly expires?: string;
}

/** `headwater keys`: API keys, directly in the database, for whoever has the server's own machine. */
export function keysCommand(): Command {
  const command = new Command('keys')
    .description(
      'API keys, in the database of this machine: the embedded one, also while a service runs on it, or that of DATABASE_URL.',
    )
    .addHelpText('after', `\n${describeConfig()}`);
  command
    .command('create')
    .description('Make a key, and print it. The first one closes a service that was open.')
    .requiredOption('--role <role>', 'READER, SERVER, WRITER, APPROVER, ADMIN, or OWNER of the whole service')
    .option('--project <name>', 'where it holds; `default` if left out; an OWNER has none')
    .option('--name <name>', 'of whom it is, which is recorded as createdBy; the role in small letters if left out')
    .option(
      '--grant <right>',
      'a right that comes with no role but OWNER, such as training-set:read; may be repeated',
      collect,
      [],
    )
    .option('--expires <time>', 'until when it holds, such as 2027-01-31T00:00:00Z, or for how long: 90d, 12h')
    .action(async (options: CreateOptions) => {
      const expiresAt = options.expires === undefined ? undefined : readExpiry(options.expires);
      await withDesk(async (desk) => {
        const { name = options.role.toLowerCase(), role, project, grant: rights } = options;
        const { key, secret } = await desk.create({ name, role, project, rights, expiresAt });
        process.stderr.write(`${describe(key)}\nIt is shown this once:\n`);
        process.stdout.write(`${secret}\n`);
      });
    });
  command
    .command('list')
    .description('Print all keys, newest first; never a secret.')
    .action(() =>
      withDesk(async (desk) => {
        for (let after: string | undefined; ; ) {
          const { nodes, pageInfo } = await desk.list({ first: 1000, after });
          for (const key of nodes) process.stdout.write(`${describe(key)}\n`);
          if (!pageInfo.hasNextPage || pageInfo.endCursor === null) return;
          after = pageInfo.endCursor;
        }
      }),
    );
  command
    .command('revoke')
    .description('Revoke a key, at once and for good, and cancel the jobs that were asked for with it.')
    .argument('<id>', 'its id, as list shows it')
    .action((id: string) =>
      withDesk(async (desk) => {
        process.stdout.write(`${describe(await desk.revoke(id))}\n`);
      }),
    );
  return command;
}

async function withDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  const config = readConfig();
  const { openKeyDesk } = await import('../../opening/open-key-desk.js');
  const { desk, close } = await openKeyDesk(config, createLogger(config.LOG_LEVEL));
  try {
    await work(desk);
  } finally {
    await close();
  }
}

type Desk = Awaited<ReturnType<typeof import('../../opening/open-key-desk.js').openKeyDesk>>['desk'];
type Key = Awaited<ReturnType<Desk['revoke']>>;

function describe(key: Key): string {
  const where = key.project === null ? 'everywhere' : `in ${JSON.stringify(key.project)}`;
  const more = key.rights.length === 0 ? '' : ` with ${key.rights.join(', ')}`;
  const until = key.expiresAt === null ? '' : `, until ${key.expiresAt.toISOString()}`;
  const revoked = key.revokedAt === null ? '' : `, revoked ${key.revokedAt.toISOString()} by ${key.revokedBy}`;
  const used = key.lastUsedAt === null ? '' : `, used last ${key.lastUsedAt.toISOString()}`;
  return `${key.id}  hw_${key.prefix}_…  ${JSON.stringify(key.name)}  ${key.role} ${where}${more}${until}${used}${revoked}`;
}

const UNITS = { h: 3_600_000, d: 86_400_000 } as const;
const SPAN = /^(\d{1,5})([hd])$/;

function readExpiry(text: string): Date {
  const [, count, unit] = SPAN.exec(text) ?? [];
  if (count !== undefined) return new Date(Date.now() + Number(count) * UNITS[unit as keyof typeof UNITS]);
  const time = /Z$|[+-]\d\d:\d\d$/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(time.getTime())) return time;
  throw new Error(
    `--expires is "${text}"; it is a time with its zone, such as 2027-01-31T00:00:00Z, or a span such as 90d or 12h.`,
  );
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
