/** What tells how the service is has to answer when it is overloaded most of all. */
export const HEALTH_PATHS: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);
