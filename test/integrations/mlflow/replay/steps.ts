/** A request, and under which names ids of its answer are known to later ones: `{run}` stands for what was kept as `run`. */
export interface Step {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/2.0/mlflow/`, unless it begins with `/`. */
  readonly path: string;
  readonly body?: unknown;
  /** What is sent as it is, in the place of a body. */
  readonly file?: string;
  /** Name → where in the answer its value stands. */
  readonly keep?: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, unknown>>;

export function get(
  name: string,
  path: string,
  query: Readonly<Record<string, string | readonly string[]>> = {},
  keep?: Readonly<Record<string, string>>,
): Step {
  const pairs = Object.entries(query).flatMap(([key, value]) => [value].flat().map((each) => [key, each as string]));
  const text = pairs.map(([key = '', value = '']) => `${key}=${encoded(value)}`).join('&');
  return { name, method: 'GET', path: text === '' ? path : `${path}?${text}`, ...(keep !== undefined && { keep }) };
}

/** Placeholders stay as they are. */
function encoded(value: string): string {
  return value.replaceAll(/\{\w+\}|[^{]+|\{/g, (part) => (/^\{\w+\}$/.test(part) ? part : encodeURIComponent(part)));
}

export function post(name: string, path: string, body: unknown, keep?: Readonly<Record<string, string>>): Step {
  return { name, method: 'POST', path, body, ...(keep !== undefined && { keep }) };
}

export function put(name: string, path: string, file: string): Step {
  return { name, method: 'PUT', path, file };
}

export function patch(name: string, path: string, body: Fields): Step {
  return { name, method: 'PATCH', path, body };
}

export function remove(name: string, path: string, body: Fields): Step {
  return { name, method: 'DELETE', path, body };
}
