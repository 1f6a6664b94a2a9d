import { Problem } from '../states.js';
import type { Pages } from './use-further.js';

/** Leads on in a list that is not whole yet. */
export function More({ of }: { readonly of: Omit<Pages<unknown>, 'items'> }) {
  return (
    <>
      <Problem error={of.error} />
      {of.hasMore ? (
        <button type="button" className="page-more" disabled={of.isFetching} onClick={of.more}>
          More
        </button>
      ) : null}
    </>
  );
}
