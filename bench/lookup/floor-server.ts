// The least that a feature server over PostgreSQL can do: one route, one statement, stored text put into the body.
// It checks nothing, limits nothing, and knows no statuses; its rows come in no particular order.
// Started as `node floor-server.js <database url> '{"/path": ["table", …]}'`.
import Fastify from 'fastify';
import pg from 'pg';

const [databaseUrl, routes = '{}'] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 });
const app = Fastify();
const types = { getTypeParser: () => (text: string) => text };

for (const [path, tables] of Object.entries(JSON.parse(routes) as Record<string, string[]>)) {
  app.post<{ Body: { keys: string[] } }>(path, async (request, reply) => {
    let text = '';
    // Several sets, one after the other: a round trip each.
    for (const table of tables) {
      const { rows } = await pool.query<[key: string, values: string]>({
        name: table,
        text: `select key, "values" from ${table} where key = any($1)`,
        values: [request.body.keys],
        rowMode: 'array',
        types,
      });
      for (const [key, values] of rows) text += `${text === '' ? '' : ','}[${key},${values}]`;
    }
    return reply.type('application/json').send(`{"rows":[${text}]}`);
  });
}

process.stdout.write(`Floor server listens on ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit());
