import { Link, useParams, useSearchParams } from 'react-router';
import { shortened } from '../../../lineage/view/card/card-size.js';
import { hadHappened } from '../../parts/as-of.js';
import { Facts } from '../../parts/facts.js';
import { More } from '../../parts/lists/more.js';
import { PageFrame, useAsOf } from '../../parts/page-frame.js';
import { Empty, Problem, Waiting } from '../../parts/states.js';
import { useQuestion } from '../../parts/use-question.js';
import { Ago } from '../../parts/values.js';
import { MODEL_QUERY, type ShownModel, type ShownVersion } from './model.js';
import { Moves } from './moves.js';
import { Policies } from './policies.js';
import { useVersions } from './use-versions.js';
import { VersionPanel } from './version-panel.js';
import { VersionsTable } from './versions-table.js';

const MOST_COMPARED = 20;

/** A model: its versions with what they are called, where they serve and how good they are, what guards it, and how it came to that. */
export default function ModelPage() {
  const { '*': ref = '' } = useParams();
  const [search] = useSearchParams();
  const asOf = useAsOf();
  const variables = { ref, ...(asOf !== undefined && { asOf }) };
  const { data, error } = useQuestion<{ model: ShownModel | null }>(MODEL_QUERY, variables);
  const model = data?.model;
  const { pages, chosen, missing } = useVersions(model ?? undefined, variables, search.get('version'));
  const policies = (model?.promotionPolicies ?? []).filter(({ definedAt }) => hadHappened(definedAt, asOf));
  return (
    <PageFrame
      above={[['Models', '/models']]}
      title={ref}
      reference={ref}
      query={MODEL_QUERY}
      variables={variables}
      timed
    >
      <Problem error={error} />
      {data === undefined && error === null ? <Waiting /> : null}
      {model === null ? <Empty how="{ models(first: 10) { nodes { label } } }">No model is called {ref}.</Empty> : null}
      {model == null ? null : (
        <>
          <Facts
            facts={[
              ['Owner', model.owner],
              ['Since', <Ago key="a" time={model.createdAt} />],
              ['By', model.createdBy],
              ['Tags', model.tags.map(({ key, value }) => `${key}=${value}`).join(', ')],
              ['About', model.description],
            ]}
          />
          <VersionsTable versions={pages.items} hasMore={pages.hasMore} chosen={chosen} />
          <More of={pages} />
          <Runs versions={pages.items} />
          {missing === undefined ? null : (
            <p role="status">{`${model.label} has no version ${shortened(missing, 20)}${asOf === undefined ? '' : ' as of then'}.`}</p>
          )}
          {chosen === undefined ? null : (
            <VersionPanel key={chosen.id} version={chosen} policies={policies} asOf={asOf} />
          )}
          <Policies policies={policies} />
          <Moves moves={model.history} variables={variables} />
        </>
      )}
    </PageFrame>
  );
}

function Runs({ versions }: { readonly versions: readonly ShownVersion[] }) {
  const runs = versions.flatMap(({ run }) => (run === null ? [] : [run.id]));
  if (runs.length < 2) return null;
  const newest = runs.slice(0, MOST_COMPARED);
  return (
    <p className="page-bar">
      <Link to={`/compare?runs=${newest.join(',')}`}>
        {newest.length < runs.length
          ? `Compare the newest ${newest.length} runs that made them`
          : 'Compare the runs that made them'}
      </Link>
    </p>
  );
}
