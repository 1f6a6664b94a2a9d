import { type HostileCase, type HostileTargets, postJson } from './hostile-case.js';

const MEGABYTE = 1_048_576;

/** Bodies that are hard to parse, or short and ask for much. */
export function jsonCases({ wide, text }: HostileTargets): HostileCase[] {
  const lookup = (work: string, body: unknown): HostileCase => ({
    work: `/v1/features: ${work}`,
    send: (url) => postJson(url, '/v1/features', body),
  });
  const keys = Array.from({ length: 10_000 }, (_, index) => index + 1);
  return [
    {
      work: 'Nothing hostile: /healthz, for comparison',
      send: async (url) => String((await fetch(`${url}/healthz`)).status),
    },
    lookup('501 lists, then 80 KB of escaped quotes', `[${'[],'.repeat(501)}"${'\\"'.repeat(40_000)}"`),
    lookup('1 MB of escaped quotes', `[${'[],'.repeat(501)}"${'\\"'.repeat(MEGABYTE / 2)}"]`),
    lookup('1 MB of opening brackets', '['.repeat(MEGABYTE)),
    lookup('500,000 nested objects', '{"a":'.repeat(500_000)),
    lookup('1 MB of empty lists', `[${'[],'.repeat(MEGABYTE / 3 - 10)}[]]`),
    lookup('1 MB of long integers', `[${'12345678901234567890,'.repeat(MEGABYTE / 21 - 10)}1]`),
    lookup('10 MB of long integers', `[${'12345678901234567890,'.repeat((10 * MEGABYTE) / 21 - 10)}1]`),
    lookup('a number of 1 MB', `[${'9'.repeat(MEGABYTE - 10)}]`),
    lookup('1 MB of one key again and again', `{${'"a":1,'.repeat(MEGABYTE / 6 - 10)}"a":1}`),
    lookup(
      '100,000 different keys',
      `{${keys.flatMap((key) => Array.from({ length: 7 }, (_, n) => `"k${key}_${n}":1`)).join(',')}}`,
    ),
    lookup('10,000 keys × 200 with statuses and times', { features: [`${wide}:*`], entities: { user_id: keys } }),
    lookup('2,500 keys × 200 with statuses and times, as many as are answered', {
      features: [`${wide}:*`],
      entities: { user_id: keys.slice(0, 2_500) },
    }),
    lookup('10,000 keys × 1 of 200, values only', {
      features: [`${wide}:f7`],
      entities: { user_id: keys },
      include: [],
    }),
    lookup('10,000 keys of 50 columns', {
      features: [`${wide}:*`],
      entities: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`user_id${n}`, keys.map(() => 1)])),
    }),
    lookup('1 MB of names beside a long integer', `[12345678901234567890${names(80_000)}]`),
    lookup('1 MB of few names beside a long integer', `[12345678901234567890${',{"a":1}'.repeat(MEGABYTE / 8 - 10)}]`),
    lookup('10,000 keys × 5,000 references', {
      features: Array.from({ length: 5_000 }, (_, index) => `${wide}:f${(index % 200) + 1}`),
      entities: { user_id: keys },
    }),
    lookup('100,000 references that there are not', {
      features: Array.from({ length: 100_000 }, (_, index) => `none_${index}:a`),
      entities: [],
    }),
    lookup('an entity key of 1 MB', { features: [`${text}:*`], entities: [{ note_id: 'x'.repeat(MEGABYTE - 200) }] }),
  ];
}

/** Objects of one field each, whose names all differ. */
function names(count: number): string {
  return Array.from({ length: count }, (_, index) => `,{"${index.toString(36)}":1}`).join('');
}
