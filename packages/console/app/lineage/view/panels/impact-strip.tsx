import type { Affected } from '../../ask/load-impact.js';
import { CHANGES_ASKED, type ChangeAsked } from '../../graph/impact-words.js';
import { shortened } from '../card/card-size.js';
import { OutcomeChip } from '../card/change-chips.js';
import { rate } from '../edges/traffic-width.js';
import type { ChangeView, PictureView } from '../picture-view.js';
import type { ImpactShown } from '../state/use-impact.js';
import { Strip } from './strip.js';

export interface ImpactStripProps {
  readonly view: PictureView;
  readonly change: ChangeView;
  readonly impact: ImpactShown;
  readonly label: string;
}

/** So many are listed; the picture marks all. */
const MOST = 12;

/** What would become of what, if something were done to a node: what is used most stands first. */
export function ImpactStrip({ view, change, impact: { found, problem }, label }: ImpactStripProps) {
  return (
    <Strip onClose={() => change({ impact: undefined, asked: undefined })} title="What would break">
      <span>
        If{' '}
        <strong>
          <bdi>{label}</bdi>
        </strong>{' '}
        were{' '}
        <select
          aria-label="What would be done"
          value={view.asked ?? 'DROP'}
          onChange={({ target }) => change({ asked: target.value as ChangeAsked })}
        >
          {Object.entries(CHANGES_ASKED).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </span>
      {problem === undefined ? null : <span role="alert">{problem}</span>}
      {found === undefined ? null : (
        <>
          <span role="status">
            {found.count === 0 ? 'nothing depends on it' : `${found.count} would be hit`}, {found.liveDeployments} live
            deployment{found.liveDeployments === 1 ? '' : 's'}
            {found.complete ? '' : '; there may be more, not everything could be looked at'}
          </span>
          <ul className="lineage-sentences">
            {found.affected.slice(0, MOST).map((each) => (
              <li key={each.node.id}>
                <OutcomeChip outcome={each.outcome} /> <bdi>{shortened(each.node.label, 60)}</bdi>
                <small>{detailOf(each)}</small>
              </li>
            ))}
            {found.count > MOST ? <li>and {found.count - Math.min(MOST, found.affected.length)} more</li> : null}
          </ul>
        </>
      )}
    </Strip>
  );
}

function detailOf({ trafficPercent, lookupsPerMinute, owner }: Affected): string {
  const parts = [
    trafficPercent === null || trafficPercent === 0 ? undefined : `${trafficPercent} %`,
    lookupsPerMinute ? rate(lookupsPerMinute) : undefined,
    owner === null ? undefined : shortened(owner, 40),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : ` ${parts.join(' · ')}`;
}
