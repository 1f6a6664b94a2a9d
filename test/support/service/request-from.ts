import { type RequestOptions, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface AnswerTo {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Sends a request from an address of this machine, such as 127.0.0.2: each is somebody else to the service. */
export function requestFrom(
  localAddress: string,
  url: string,
  { body, ...options }: RequestOptions & { readonly body?: string } = {},
): Promise<AnswerTo> {
  return new Promise((resolve, reject) => {
    const out = request(url, { agent: false, localAddress, method: body === undefined ? 'GET' : 'POST', ...options });
    out.once('error', reject);
    out.once('response', (answer) => {
      text(answer).then(
        (received) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: received }),
        reject,
      );
    });
    out.end(body);
  });
}
