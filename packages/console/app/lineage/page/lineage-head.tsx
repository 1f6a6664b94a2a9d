import type { ReactNode } from 'react';
import faviconUrl from '../../favicon.svg';
import { Breadcrumb } from '../../header/breadcrumb.js';
import { CopyReference } from '../../header/copy-reference.js';
import { listOf, type Named, pageOf, pictureOf } from '../../header/places.js';
import { SearchBox } from '../../header/search-box.js';
import { AccountOf } from '../../session/account.js';
import type { Identity } from '../../session/who-am-i.js';
import type { Ask } from '../ask/ask.js';
import { kindLook } from '../graph/kinds.js';
import { shortened } from '../view/card/card-size.js';
import { projectPrefix } from './addresses.js';

export interface LineageHeadProps {
  readonly ask: Ask;
  readonly identity: Identity | undefined;
  /** As the address has it. */
  readonly reference: string;
  /** What it means, once that is known. */
  readonly node: Named | undefined;
}

/** Above a picture that stands alone: what it is of, the way to anything else, who one is. */
export function LineageHead({ ask, identity, reference, node }: LineageHeadProps) {
  const title = node?.label ?? reference;
  return (
    <header className="lineage-page-head">
      <a className="lineage-page-mark" href={`${projectPrefix()}/`} title="GraphiQL">
        <img src={faviconUrl} alt="" /> <span>Headwater</span>
      </a>
      {node === undefined ? (
        <Breadcrumb above={[['lineage']]} title={title} />
      ) : (
        <Breadcrumb above={[[kindLook(node.kind).word, listOf(node.kind)?.path]]} title={title}>
          <Name node={node} /> {isWritten(reference, node) ? null : <small>{shortened(reference, 60)}</small>}
        </Breadcrumb>
      )}
      {reference === '' ? null : (
        <span className="lineage-page-copy">
          <CopyReference reference={isWritten(reference, node) ? title : reference} />
        </span>
      )}
      <SearchBox ask={ask} open={(found, all) => location.assign(projectPrefix() + pictureOf(found, all))} />
      <AccountOf identity={identity} />
    </header>
  );
}

/** Whether its own name says all that the address does: `flight_delay@champion` says more, an id less. */
const isWritten = (reference: string, node: Named | undefined): boolean =>
  node === undefined || reference === node.label || reference === node.id;

/** `flights@3` with a way to all of `flights`, a model to its page. */
function Name({ node }: { readonly node: Named }): ReactNode {
  const { kind, label } = node;
  const [, name = label, version] = /^(.*)@(\d+)$/s.exec(kind.endsWith('_VERSION') ? label : '') ?? [];
  const page = pageOf({ ...node, label: name });
  const shown = shortened(name, 80);
  return (
    <>
      {page === pictureOf(node) ? shown : <a href={projectPrefix() + page}>{shown}</a>}
      {version === undefined ? null : `@${version}`}
    </>
  );
}
