import { useEffect, useState } from 'react';
import { type Identity, whoAmI } from './who-am-i.js';

/** Who looks at the page; undefined until the service has said so. */
export function useIdentity(): Identity | undefined {
  const [identity, setIdentity] = useState<Identity>();
  useEffect(() => {
    whoAmI().then(setIdentity, () => undefined);
  }, []);
  return identity;
}
