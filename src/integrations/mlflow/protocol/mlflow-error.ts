import { type ErrorCode, inShort } from '../../../platform/errors.js';

/** The status of each code that this door gives, as MLflow has them: its client repeats what has one of 5xx for minutes. */
export const MLFLOW_STATUS = {
  INVALID_PARAMETER_VALUE: 400,
  BAD_REQUEST: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  RESOURCE_DOES_NOT_EXIST: 404,
  ENDPOINT_NOT_FOUND: 404,
  REQUEST_LIMIT_EXCEEDED: 429,
  INTERNAL_ERROR: 500,
  NOT_IMPLEMENTED: 501,
  TEMPORARILY_UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
} as const;

export type MlflowCode = keyof typeof MLFLOW_STATUS;

/** What the codes of Headwater are called there. */
export const MLFLOW_CODE: Readonly<Record<ErrorCode, MlflowCode>> = {
  BAD_USER_INPUT: 'INVALID_PARAMETER_VALUE',
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  FORBIDDEN: 'PERMISSION_DENIED',
  NOT_FOUND: 'RESOURCE_DOES_NOT_EXIST',
  ALREADY_EXISTS: 'RESOURCE_ALREADY_EXISTS',
  CONFLICT: 'INVALID_PARAMETER_VALUE',
  FAILED_PRECONDITION: 'INVALID_PARAMETER_VALUE',
  TOO_COMPLEX: 'INVALID_PARAMETER_VALUE',
  RATE_LIMITED: 'REQUEST_LIMIT_EXCEEDED',
  INTERNAL: 'INTERNAL_ERROR',
  UNAVAILABLE: 'TEMPORARILY_UNAVAILABLE',
  TIMEOUT: 'DEADLINE_EXCEEDED',
};

/** A refusal in the words of MLflow, which its clients and their tests look for. */
export class MlflowError extends Error {
  constructor(
    readonly mlflowCode: MlflowCode,
    message: string,
  ) {
    super(inShort(message));
    this.name = 'MlflowError';
  }
}

export const invalid = (message: string) => new MlflowError('INVALID_PARAMETER_VALUE', message);
export const doesNotExist = (message: string) => new MlflowError('RESOURCE_DOES_NOT_EXIST', message);
export const alreadyThere = (message: string) => new MlflowError('RESOURCE_ALREADY_EXISTS', message);

/** MLflow's sentence about a value that it doesn't take. */
export function invalidValue(path: string, value: unknown, hint?: string): MlflowError {
  const text = JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? Number(each) : each)) ?? 'null';
  const shown = text.length > 300 ? `${text.slice(0, 300)}…` : text;
  return invalid(
    hint === undefined
      ? `Invalid value ${shown} for parameter '${path}' supplied.`
      : `Invalid value ${shown} for parameter '${path}' supplied: ${hint}`,
  );
}

/** MLflow's sentence about a value that it needs. */
export const missingValue = (path: string) =>
  invalid(
    `Missing value for required parameter '${path}'. See the API docs for more information about request parameters.`,
  );
