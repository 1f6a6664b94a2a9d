import { GRAPHQL_URL, sessionKey, withKey } from './session-key.js';

export type Identity =
  | { readonly state: 'known'; readonly name: string; readonly project: string; readonly isSignedIn: boolean }
  /** It takes a key to ask anything; `problem` says what is wrong with the one that there is. */
  | { readonly state: 'unknown'; readonly problem: string | undefined };

interface Answer {
  readonly data?: { readonly me?: { readonly name: string; readonly project: string; readonly proof: string } } | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** Asks the service who has this key. Undefined where it can't tell: it is away, or is none of ours. */
export async function whoAmI(key = sessionKey.get()): Promise<Identity | undefined> {
  const headers = withKey({ 'content-type': 'application/json' }, key);
  const response = await fetch(GRAPHQL_URL, {
    method: 'POST',
    headers,
    body: '{"query":"{ me { name project proof } }"}',
  });
  const { data, errors } = (await response.json()) as Answer;
  // 404: the key is good, but not for the project of this page.
  if ([401, 403, 404].includes(response.status) && errors !== undefined)
    return { state: 'unknown', problem: key === undefined ? undefined : errors[0]?.message };
  if (data?.me === undefined) return undefined;
  const { name, project, proof } = data.me;
  return { state: 'known', name, project, isSignedIn: proof !== 'NONE' };
}
