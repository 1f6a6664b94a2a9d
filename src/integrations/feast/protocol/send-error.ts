import type { FastifyReply, FastifyRequest } from 'fastify';
import { failureOf, sayWhenToRetry } from '../../../platform/http/answers/problem.js';
import { NotHere } from '../../../platform/not-here.js';
import { classOf, type FeastClass, FeastError } from './feast-error.js';

/**
 * Answers any error as Feast's server does: a JSON text that holds the JSON of module, class and message, which its client raises again. Its client
 * can't read anything else. What is our own mistake is masked, as everywhere.
 */
export function sendFeastError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  // Another process answers it, of which the server knows.
  if (error instanceof NotHere) throw error;
  if (error instanceof FeastError) {
    send(reply, error.status, error.feastClass, error.message);
    return;
  }
  const { code, status, message, details } = failureOf(error, request);
  sayWhenToRetry(reply, code, details);
  send(reply, status, classOf(code), code === 'INTERNAL' ? `${message} (${String(details.errorId)})` : message);
}

function send(reply: FastifyReply, status: number, feastClass: FeastClass, message: string): void {
  const detail = JSON.stringify({ module: 'feast.errors', class: feastClass, message });
  void reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(detail));
}
