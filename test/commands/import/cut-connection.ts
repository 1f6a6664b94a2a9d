import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of a request: it is answered, or done but its sender never hears of it, or never comes through. */
type Fate = 'answered' | 'done' | 'lost';

/** Stands between an import and the service, and decides over each of its requests, which are counted from 1. */
export async function between<T>(
  url: string,
  decide: (request: number) => Fate | Promise<Fate>,
  work: (url: string) => Promise<T>,
): Promise<{ readonly requests: number; readonly result: PromiseSettledResult<T> }> {
  let requests = 0;
  const server = createServer(async (given, answer) => {
    const fate = await decide(++requests);
    if (fate === 'lost') return void given.socket.destroy();
    const { method, headers } = given;
    const out = request(new URL(given.url ?? '', url), { method, headers }, (told) => {
      if (fate === 'answered') told.pipe(answer.writeHead(told.statusCode ?? 500, told.headers));
      else {
        told.resume();
        given.socket.destroy();
      }
    });
    out.on('error', () => given.socket.destroy());
    given.pipe(out);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const [result] = await Promise.allSettled([work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)]);
    return { requests, result };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** As whoever is killed with SIGKILL leaves it: so many requests were answered, and one more was done. */
export const cutOffAfter = <T>(url: string, most: number, work: (url: string) => Promise<T>) =>
  between(url, (number) => (number <= most ? 'answered' : number === most + 1 ? 'done' : 'lost'), work);
