import { setTimeout as sleep } from 'node:timers/promises';
import { startTokenIssuer } from '../../support/foreign/token-issuer.js';
import { makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { EVERYBODY } from './allowed-roles.js';

export const ROLES = EVERYBODY;
/** Whoever has a role in one project. */
export const ROLES_OF_PROJECT = ROLES.filter((role) => role !== 'OWNER');
/** A project that there is, and one that there isn't: nobody who has no role there can tell them apart. */
export const OTHER_PROJECTS = ['other', 'nobodys'] as const;

/** A service with a key of every role, and every credential that is no good. */
export interface Matrix {
  readonly app: AppUnderTest;
  /** The key of a role in `default`. */
  keyOf(role: string): string;
  /** What is wrong with a credential, and the credential; undefined: there is none. */
  readonly bad: ReadonlyMap<string, string | undefined>;
  close(): Promise<void>;
}

export async function startMatrix(): Promise<Matrix> {
  const issuer = await startTokenIssuer();
  const app = await startAppUnderTest({
    config: { OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: issuer.audience, WRONG_CREDENTIALS_PER_MINUTE: 0 },
  });
  const keys = new Map<string, string>();
  for (const role of ROLES) keys.set(role, (await makeKey(app, { role })).key);
  const keyOf = (role: string) => keys.get(role) ?? '';
  const owner = { key: keyOf('OWNER') };
  await app.graphql('mutation { createProject(input: {name: "other"}) { project { name } } }', {}, owner);
  const revoked = await makeKey(app, { role: 'OWNER' });
  await app.graphql(`mutation { revokeApiKey(input: {id: "${revoked.id}"}) { apiKey { id } } }`, {}, owner);
  const expired = await makeKey(app, { role: 'OWNER', expiresAt: new Date(Date.now() + 50) });
  await sleep(60);
  const claims = { headwater: ['OWNER'] };
  return {
    app,
    keyOf,
    bad: new Map([
      ['none', undefined],
      ['expired', expired.key],
      ['revoked', revoked.key],
      ['a wrong secret', owner.key.replace(/.{64}$/, '0'.repeat(64))],
      ['an unknown key', `hw_${'0'.repeat(12)}_${'0'.repeat(64)}`],
      ['an expired token', await issuer.sign({ claims, expiresIn: -60 })],
      ['a forged token', await issuer.sign({ claims, forged: true })],
      ['a token for others', await issuer.sign({ claims, audience: 'others' })],
      ['a token of others', await issuer.sign({ claims, issuer: 'http://127.0.0.1:1' })],
    ]),
    async close() {
      await app.close();
      await issuer.close();
    },
  };
}
