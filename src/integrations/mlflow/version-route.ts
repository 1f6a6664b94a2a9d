import type { Route } from '../../platform/http/route.js';

/** The release of MLflow whose protocol this door speaks: clients choose by it what they ask for. */
export const MLFLOW_VERSION = '3.17.0';

interface Settings {
  readonly requestTimeoutMs: number;
}

/** `GET /version`, as MLflow's server answers it. */
export function versionRoute({ requestTimeoutMs }: Settings): Route {
  return textRoute('/version', MLFLOW_VERSION, requestTimeoutMs);
}

/** `GET /health`: whether somebody listens, which MLflow's clients and probes ask. */
export function healthRoute({ requestTimeoutMs }: Settings): Route {
  return textRoute('/health', 'OK', requestTimeoutMs);
}

function textRoute(url: string, text: string, timeMs: number): Route {
  return {
    method: 'GET',
    url,
    role: 'api',
    rule: 'anyone',
    limits: { bodyBytes: 'none', timeMs },
    answer: (_, reply) => reply.type('text/plain; charset=utf-8').send(text),
  };
}
