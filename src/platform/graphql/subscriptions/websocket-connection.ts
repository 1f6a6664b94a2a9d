import { randomUUID } from 'node:crypto';
import { CloseCode, type Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Logger } from '../../telemetry/logger.js';

/** Milliseconds between pings; who doesn't answer one before the next is gone. */
const PING_MS = 12_000;
/** Milliseconds that a connection may have no subscription. */
const IDLE_MS = 60_000;
/** Messages of one second; more is no use of a protocol whose clients wait for answers. */
const MOST_MESSAGES = 200;
const SECOND_MS = 1_000;
/** Milliseconds that the other side is given to say good-bye. */
const FAREWELL_MS = 1_000;

/** What the messages of one connection are answered with. */
export interface Extra {
  /** Results that are written into the next messages, by what stands in their place. */
  readonly texts: Map<string, string>;
  /** Says whether a subscription is open. */
  open: number;
}

/** Stands for a result that is JSON already. */
export function placeFor(extra: Extra, text: string): { readonly data: { readonly text: string } } {
  const token = randomUUID();
  extra.texts.set(token, text);
  return { data: { text: token } };
}

/** Speaks graphql-transport-ws on one connection; gives what ends it with a word. */
export function connect<Context extends Extra>(
  server: Server<Context>,
  socket: WebSocket,
  extra: Context,
  logger: Logger,
): (code: number, why: string) => void {
  let isAlive = true;
  let idleSince = performance.now();
  let messages = 0;
  let second = 0;

  const end = (code: number, why: string) => {
    socket.close(code, why);
    setTimeout(() => socket.terminate(), FAREWELL_MS).unref();
  };
  const timer = setInterval(() => {
    if (extra.open > 0) idleSince = performance.now();
    if (!isAlive) return socket.terminate();
    if (performance.now() - idleSince > IDLE_MS)
      return end(1000, 'No subscription is open; connect again for the next one.');
    isAlive = false;
    socket.ping();
    return undefined;
  }, PING_MS);
  socket.on('pong', () => {
    isAlive = true;
  });
  // Such as a message that is too large: `ws` has told the other side.
  socket.on('error', (error) => logger.debug({ err: error }, 'a WebSocket broke off'));
  const closed = server.opened(
    {
      protocol: socket.protocol,
      send: (message) => send(socket, withTexts(message, extra)),
      close: (code, reason) => end(code ?? CloseCode.InternalServerError, reason ?? ''),
      onMessage(handle) {
        socket.on('message', (data) => {
          if (socket.readyState !== socket.OPEN) return undefined;
          const now = Math.floor(performance.now() / SECOND_MS);
          messages = now === second ? messages + 1 : 1;
          second = now;
          if (messages > MOST_MESSAGES)
            return end(CloseCode.BadRequest, `More than ${MOST_MESSAGES} messages in a second.`);
          handle(String(data)).catch((error: unknown) => {
            logger.error({ err: error }, 'a message of a WebSocket could not be answered');
            end(CloseCode.InternalServerError, 'Something went wrong in Headwater itself; the log has the cause.');
          });
          return undefined;
        });
      },
    },
    extra,
  );
  socket.once('close', (code, reason) => {
    clearInterval(timer);
    void closed(code, String(reason));
  });
  return end;
}

/** Resolves when it has left this process: until then no other event is asked for. */
function send(socket: WebSocket, message: string): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    // A connection that broke is closed; that says enough.
    socket.send(message, () => resolve());
  });
}

function withTexts(message: string, { texts }: Extra): string {
  for (const [token, text] of texts) {
    const place = JSON.stringify({ data: { text: token } });
    const at = message.indexOf(place);
    if (at < 0) continue;
    texts.delete(token);
    return message.slice(0, at) + text + message.slice(at + place.length);
  }
  return message;
}
