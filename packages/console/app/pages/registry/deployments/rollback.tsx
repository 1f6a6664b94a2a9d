import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { shortened } from '../../../lineage/view/card/card-size.js';
import { Problem } from '../../parts/states.js';
import { useAsk } from '../../parts/use-question.js';
import { Ago } from '../../parts/values.js';
import type { Earlier, Share } from './deployment.js';

const ROLLBACK = 'mutation Rollback($input: RollbackInput!) { rollback(input: $input) { restored } }';

export interface RollbackProps {
  readonly deployment: string;
  readonly now: readonly Share[];
  readonly earlier: Earlier;
}

/** Gives a deployment back what it served before; it shows what that is, and asks first. */
export function Rollback({ deployment, now, earlier }: RollbackProps) {
  const ask = useAsk();
  const queries = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState('');
  const { mutate, error, isPending, reset } = useMutation({
    mutationFn: () => ask(ROLLBACK, { input: { deployment, ...(reason.trim() !== '' && { reason: reason.trim() }) } }),
    onSuccess: () => {
      dialog.current?.close();
      setReason('');
      return queries.invalidateQueries();
    },
  });
  return (
    <>
      <button
        type="button"
        onClick={() => {
          reset();
          dialog.current?.showModal();
        }}
      >
        Roll back…
      </button>
      <dialog ref={dialog} className="page-dialog" aria-labelledby="rollback-title">
        <h2 id="rollback-title">
          Roll <bdi>{shortened(deployment, 80)}</bdi> back?
        </h2>
        <p>
          It gets the whole split again that it got first <Ago time={earlier.setAt} />, in one step.
        </p>
        <table>
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col" className="number">
                Now
              </th>
              <th scope="col" className="number">
                Then
              </th>
            </tr>
          </thead>
          <tbody>
            {changesOf(now, earlier.shares).map(({ id, label, from, to }) => (
              <tr key={id}>
                <th scope="row">
                  <bdi>{shortened(label, 80)}</bdi>
                </th>
                <td className="number">{from}</td>
                <td className="number">→ {to}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <form
          className="page-bar"
          onSubmit={(event) => {
            event.preventDefault();
            mutate();
          }}
        >
          <input
            name="reason"
            aria-label="Why"
            placeholder="Why; the history keeps it"
            maxLength={2_000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
          <button type="submit" disabled={isPending}>
            Roll back
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </form>
        <Problem error={error} />
      </dialog>
    </>
  );
}

/** Every version that serves or will, with its share before and after. */
function changesOf(now: readonly Share[], then: readonly Share[]) {
  const shareOf = (shares: readonly Share[], id: string) => {
    const found = shares.find(({ modelVersion }) => modelVersion.id === id);
    return found === undefined ? 'nothing' : `${found.trafficPercent} %`;
  };
  const versions = new Map([...now, ...then].map(({ modelVersion }) => [modelVersion.id, modelVersion.label]));
  return [...versions]
    .map(([id, label]) => ({ id, label, from: shareOf(now, id), to: shareOf(then, id) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en', { numeric: true }));
}
