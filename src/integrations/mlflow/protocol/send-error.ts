import type { FastifyReply, FastifyRequest } from 'fastify';
import { isBrokenOff } from '../../../platform/database/connections/database-errors.js';
import { failureOf, sayWhenToRetry } from '../../../platform/http/answers/problem.js';
import { NotHere } from '../../../platform/not-here.js';
import { MLFLOW_CODE, MLFLOW_STATUS, MlflowError } from './mlflow-error.js';

/** Answers any error in the form of MLflow: `{"error_code", "message"}`. What is our own mistake is masked, as everywhere. */
export function sendMlflowError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  // Another process answers it, of which the server knows.
  if (error instanceof NotHere) throw error;
  if (error instanceof MlflowError) {
    send(reply, MLFLOW_STATUS[error.mlflowCode], error.mlflowCode, error.message);
    return;
  }
  const { code, message, details } = failureOf(error, request);
  sayWhenToRetry(reply, code, details);
  // Clients of MLflow repeat a request that was right and came at the wrong time, but none that was refused.
  const mlflowCode = isBrokenOff(error) ? 'TEMPORARILY_UNAVAILABLE' : MLFLOW_CODE[code];
  const status = MLFLOW_STATUS[mlflowCode];
  send(reply, status, mlflowCode, code === 'INTERNAL' ? `${message} (${String(details.errorId)})` : message);
}

function send(reply: FastifyReply, status: number, errorCode: string, message: string): void {
  void reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ error_code: errorCode, message }));
}
