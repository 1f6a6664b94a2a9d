import { z } from 'zod';

/** Settings that say who may use the service, and whose tokens are believed. */
export const ACCESS_SETTINGS = {
  ACCESS: {
    schema: z.enum(['auto', 'required', 'open']).default('auto'),
    meaning:
      'required: only with a key or a token. open: everybody may do everything. auto: open, on loopback alone, until there is a key or OIDC_ISSUER is set.',
  },
  WRONG_CREDENTIALS_PER_MINUTE: {
    schema: z.coerce.number().int().min(0).max(1_000_000).default(20),
    meaning: 'Wrong keys and tokens of one address that are looked at in a minute; 0: any number.',
  },
  OIDC_ISSUER: {
    schema: z.url({ protocol: /^https?$/, error: 'must look like https://login.example.com' }).optional(),
    meaning: 'Whose tokens (JWT) are believed, as OpenID Connect names it. Unset: no token is, only keys.',
  },
  OIDC_AUDIENCE: {
    schema: z.string().min(1).optional(),
    meaning: 'For whom tokens have to be; goes with OIDC_ISSUER.',
  },
  OIDC_JWKS_URL: {
    schema: z.url({ protocol: /^https?$/, error: 'must look like https://login.example.com/keys' }).optional(),
    meaning: 'Where the issuer shows its keys. Unset: where its discovery document says.',
  },
  OIDC_NAME_CLAIM: {
    schema: z.string().min(1).default('sub'),
    meaning: 'The claim that is recorded as who did something, such as email.',
  },
  OIDC_ROLES_CLAIM: {
    schema: z.string().min(1).default('headwater'),
    meaning: 'The claim that lists roles or groups, such as groups or realm_access.roles.',
  },
  OIDC_ROLES: {
    schema: z.string().min(1).optional(),
    meaning:
      'What they stand for: ml-team=WRITER:default;platform=OWNER. Unset: the claim lists roles itself, as WRITER:default.',
  },
} as const;
