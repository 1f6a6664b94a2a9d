import { useEffect, useState } from 'react';

const SAID_MS = 1_500;

/** Puts what an input takes to mean this where it can be pasted from. */
export function CopyReference({ reference }: { readonly reference: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  // Browsers have no clipboard for pages that came over plain HTTP from another machine.
  const copy = () =>
    navigator.clipboard?.writeText(reference).then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <button type="button" title="Copy the reference" onClick={() => void copy()}>
      {copied ? 'Copied' : 'Copy'}
    </button>
  );
}
