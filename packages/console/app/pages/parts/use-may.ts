import { useQuestion } from './use-question.js';

const RIGHTS_QUERY = 'query Rights { me { actions } }';

/** Whether whoever looks may do this in the project of the page; false until that is known. The service asks again when it is done. */
export function useMay(action: string): boolean {
  const { data } = useQuestion<{ me: { actions: readonly string[] } }>(RIGHTS_QUERY, {});
  return data?.me.actions.includes(action) === true;
}
