import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { type Identity, whoAmI } from '../session/who-am-i.js';

/** Whoever is here for the first time sees the first tab's answer, and its picture, without having to know what to press. */
export function FirstRun() {
  const { queryEditor, variableEditor, responseEditor } = useGraphiQL(
    pick('queryEditor', 'variableEditor', 'responseEditor'),
  );
  const { run } = useGraphiQLActions();
  const begun = useRef(false);
  const ready = queryEditor !== undefined && variableEditor !== undefined && responseEditor !== undefined;
  useEffect(() => {
    if (!ready || begun.current) return;
    begun.current = true;
    const begin = (identity?: Identity) => {
      // Where it takes a key to ask, there is nothing to see yet.
      if (identity?.state !== 'unknown' && responseEditor.getValue() === '') run();
    };
    whoAmI().then(begin, () => begin());
  }, [ready, responseEditor, run]);
  return null;
}
