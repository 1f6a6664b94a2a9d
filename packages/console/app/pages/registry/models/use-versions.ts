import { useEffect } from 'react';
import { hadHappened } from '../../parts/as-of.js';
import { type Page, type Pages, useFurther } from '../../parts/lists/use-further.js';
import { useQuestion } from '../../parts/use-question.js';
import type { ShownModel, ShownVersion } from './model.js';
import { VERSION_QUERY, VERSIONS_QUERY } from './version-fields.js';

export interface Versions {
  readonly pages: Pages<ShownVersion>;
  /** Which one is shown below; undefined also while that is not known yet. */
  readonly chosen: ShownVersion | undefined;
  /** The number that somebody asks for, where there is no such version. */
  readonly missing: string | undefined;
}

interface Answer {
  readonly model: { readonly versions: Page<ShownVersion> } | null;
}

/** The versions of a model that were there, newest first, as many as one likes; and one of them, however old it is. */
export function useVersions(
  model: ShownModel | undefined,
  variables: { readonly ref: string; readonly asOf?: string },
  wanted: string | null,
): Versions {
  const { asOf } = variables;
  const read = ({ model: found }: Answer) => found?.versions;
  const further = useFurther(model?.versions, VERSIONS_QUERY, variables, read);
  const items = further.items.filter(({ createdAt }) => hadHappened(createdAt, asOf));
  // Of a time long ago the newest ones tell nothing: older ones are asked for by themselves.
  const { hasMore, isFetching, error, more } = further;
  useEffect(() => {
    if (items.length === 0 && hasMore && !isFetching && error === null) more();
  });
  const listed = wanted === null ? items[0] : items.find(({ version }) => String(version) === wanted);
  const isElsewhere = model !== undefined && wanted !== null && listed === undefined && /^[1-9]\d{0,8}$/.test(wanted);
  const { data } = useQuestion<{ modelVersion: ShownVersion | null }>(
    VERSION_QUERY,
    { version: `${model?.label ?? ''}@${wanted}`, ...(asOf !== undefined && { asOf }) },
    { enabled: isElsewhere },
  );
  const fetched = isElsewhere ? (data?.modelVersion ?? undefined) : undefined;
  const older = fetched !== undefined && hadHappened(fetched.createdAt, asOf) ? fetched : undefined;
  const isMissing = wanted !== null && listed === undefined && older === undefined && model !== undefined;
  return {
    pages: { ...further, items },
    chosen: listed ?? older,
    missing: isMissing && (!isElsewhere || data !== undefined) ? wanted : undefined,
  };
}
