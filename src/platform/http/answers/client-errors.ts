import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { HTTP_STATUS } from '../../errors.js';
import { TurnQueue } from '../../turns/turn-queue.js';

/**
 * Answers what is no HTTP, or did not come in time, as a problem: no route has seen it. Thousands of connections may be out of time at one moment, so
 * others are served meanwhile.
 */
export function answerClientErrors(): (error: NodeJS.ErrnoException, socket: Socket) => void {
  const queue = new TurnQueue();
  return (error, socket) => {
    // What comes now is too late.
    socket.pause();
    queue.add(() => answer(error, socket));
  };
}

function answer(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const { status, code, detail } = refusalOf(error);
  const body = JSON.stringify({ title: code, status, detail, code });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  // Whoever goes on sending is not listened to.
  socket.destroySoon();
}

interface Refusal {
  readonly status: number;
  readonly code: keyof typeof HTTP_STATUS;
  readonly detail: string;
}

function refusalOf({ code, message }: NodeJS.ErrnoException): Refusal {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return { status: 408, code: 'TIMEOUT', detail: 'The request did not come in time; send it at once.' };
  if (code === 'HPE_HEADER_OVERFLOW')
    return { status: 431, code: 'BAD_USER_INPUT', detail: 'The headers are longer than 16 KiB; send fewer.' };
  return { status: 400, code: 'BAD_USER_INPUT', detail: `What came is not HTTP: ${message}.` };
}
