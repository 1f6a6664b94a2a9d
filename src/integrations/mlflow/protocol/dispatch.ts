import { MlflowError } from './mlflow-error.js';
import type { Method, Operation } from './operation.js';

/** What a method and a path mean. */
export interface Dispatched {
  readonly operation: Operation;
  /** What the path has in the places of `{…}`. */
  readonly path: readonly string[];
}

/** Families of MLflow that Headwater has no room for: what its server says of them is what its clients understand. */
const OTHER_FAMILIES =
  /^(?:traces|trace|prompts|scorers|gateway|webhooks|assessments|evaluation|datasets|genai|jobs|issues|labeling|review|workspaces)\b/;

/** Finds operations by method and path. */
export class Dispatch {
  private readonly fixed = new Map<string, Map<string, Operation>>();
  private readonly open: { readonly pattern: RegExp; readonly operation: Operation }[] = [];

  constructor(operations: readonly Operation[]) {
    for (const operation of operations) {
      if (operation.path.includes('{')) this.open.push({ pattern: patternOf(operation.path), operation });
      else this.addFixed(operation);
    }
  }

  private addFixed(operation: Operation): void {
    const methods = this.fixed.get(operation.path) ?? new Map<string, Operation>();
    for (const method of operation.methods) methods.set(method, operation);
    this.fixed.set(operation.path, methods);
  }

  /** Throws ENDPOINT_NOT_FOUND, or NOT_IMPLEMENTED for what MLflow has and this door has not. */
  find(method: string, path: string): Dispatched {
    const fixed = this.fixed.get(path);
    const operation = fixed?.get(method);
    if (operation !== undefined) return { operation, path: [] };
    for (const { pattern, operation: candidate } of this.open) {
      const parts = pattern.exec(path)?.slice(1);
      if (parts !== undefined && candidate.methods.includes(method as Method))
        return { operation: candidate, path: parts.map(decodeURIComponent) };
    }
    if (OTHER_FAMILIES.test(path)) {
      throw new MlflowError(
        'NOT_IMPLEMENTED',
        `Headwater does not implement ${method} ${path.slice(0, 200)}: it keeps runs, models and artifacts of MLflow, not traces, prompts, scorers or gateways.`,
      );
    }
    const methods = fixed === undefined ? '' : ` It takes ${[...fixed.keys()].join(', ')}.`;
    throw new MlflowError('ENDPOINT_NOT_FOUND', `There is no endpoint ${method} ${path.slice(0, 200)}.${methods}`);
  }
}

/** Each part of a path is matched once, so that no path takes long. */
function patternOf(path: string): RegExp {
  const parts = path.split('/').map((part) => (part.startsWith('{') ? '([^/]+)' : part));
  return new RegExp(`^${parts.join('/')}$`);
}
