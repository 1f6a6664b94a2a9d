import { type FormEvent, useState } from 'react';
import { sessionKey } from './session-key.js';
import { useIdentity } from './use-identity.js';
import { type Identity, whoAmI } from './who-am-i.js';

/** Says who one is; where it takes a key, asks for one. */
export function Account() {
  return <AccountOf identity={useIdentity()} />;
}

/** The same where more of a page has to know who one is. */
export function AccountOf({ identity }: { readonly identity: Identity | undefined }) {
  if (identity === undefined) return null;
  if (identity.state === 'unknown') return <SignIn problem={identity.problem} />;
  return (
    <span className="account">
      <span title="Who you are">{identity.name}</span>
      {identity.isSignedIn && sessionKey.get() !== undefined ? (
        <button type="button" onClick={signOut}>
          Sign out
        </button>
      ) : null}
    </span>
  );
}

function SignIn(given: { readonly problem: string | undefined }) {
  const [problem, setProblem] = useState(given.problem);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const key = String(new FormData(event.currentTarget).get('key') ?? '').trim();
    const identity = await whoAmI(key).catch(() => undefined);
    if (identity?.state === 'known') return signIn(key);
    return setProblem(identity?.problem ?? 'The service does not answer; try again in a moment.');
  };
  return (
    <form className="account" onSubmit={submit}>
      <input
        name="key"
        type="password"
        aria-label="API key"
        placeholder="API key, hw_…"
        autoComplete="off"
        spellCheck={false}
        required
      />
      <button type="submit">Sign in</button>
      {problem === undefined ? null : <span role="alert">{problem}</span>}
    </form>
  );
}

/** Everything on the page was asked as somebody else, so it is asked anew. */
function signIn(key: string): void {
  sessionKey.set(key);
  location.reload();
}

function signOut(): void {
  sessionKey.remove();
  location.reload();
}
