import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { SealedChange } from '../../src/changes/record/change-record.js';
import { type Replay, replay } from '../changes/replay/replay.js';
import { wholeFeed } from '../changes/whole-feed.js';
import type { AppUnderTest } from '../support/service/app-under-test.js';
import { startAppWithDemo } from '../support/service/app-with-demo.js';
import { readOperationFiles } from '../support/service/operation-files.js';

let app: AppUnderTest;
let feed: readonly SealedChange[];

beforeAll(async () => {
  app = await startAppWithDemo();
  // What the demo has done, and what people do next, tab by tab.
  for (const { query, variables, user } of readOperationFiles())
    if (/^mutation/m.test(query)) await app.graphql(query, variables, user === undefined ? {} : { user });
  feed = await wholeFeed(app.database);
});

afterAll(() => app.close());

const DEPLOYMENT = 'production/flight-delay';
const VERSIONS = ['flight_delay@1', 'flight_delay@2'];
const ALIASES = ['champion', 'challenger'];

const STATE = `query ($asOf: DateTime!) {
  model(ref: "flight_delay") {
    champion: alias(name: "champion", asOf: $asOf) { modelVersion { label } }
    challenger: alias(name: "challenger", asOf: $asOf) { modelVersion { label } }
    history(first: 1000, asOf: $asOf) { nodes { kind name to modelVersion { label } } }
  }
  deployment(ref: "${DEPLOYMENT}", asOf: $asOf) {
    endpoint
    bindings { trafficPercent modelVersion { label } }
    upstream(depth: 50, asOf: $asOf) { complete nodes { node { label } } }
  }
  v1: modelVersion(ref: "flight_delay@1") { ...Version }
  v2: modelVersion(ref: "flight_delay@2") { ...Version }
}
fragment Version on ModelVersion { aliases(asOf: $asOf) stage(asOf: $asOf) approvals(asOf: $asOf) { by to decision } }`;

type Version = { aliases: string[]; stage: string; approvals: { by: string; to: string; decision: string }[] };
type Label = { modelVersion: { label: string } };
interface State {
  readonly model: {
    readonly champion: Label | null;
    readonly challenger: Label | null;
    readonly history: { readonly nodes: readonly ({ kind: string; name: string; to: string | null } & Label)[] };
  };
  readonly deployment: {
    readonly endpoint: string | null;
    readonly bindings: readonly ({ trafficPercent: number } & Label)[];
    readonly upstream: { readonly complete: boolean; readonly nodes: readonly { node: { label: string } }[] };
  } | null;
  readonly v1: Version;
  readonly v2: Version;
}

/** Where everything stands, in words that an answer and a replay share. */
function ofAnswer({ model, deployment, v1, v2 }: State) {
  const shares = deployment?.bindings.map((each) => `${each.modelVersion.label} ${each.trafficPercent}`) ?? [];
  const said = (label: string, { approvals }: Version) => {
    const last = new Map(approvals.map(({ by, to, decision }) => [`${label} ${to} ${by}`, decision]));
    return [...last].map((each) => each.join(' '));
  };
  return {
    aliases: [model.champion, model.challenger].map((alias) => alias?.modelVersion.label ?? null),
    aliasesOfVersions: [v1, v2].map(({ aliases }) => [...aliases].sort()),
    stages: [v1.stage, v2.stage],
    approvals: [...said(VERSIONS[0] ?? '', v1), ...said(VERSIONS[1] ?? '', v2)].sort(),
    isDeployed: deployment !== null,
    endpoint: deployment?.endpoint ?? null,
    shares: shares.sort(),
    upstream: [...new Set(deployment?.upstream.nodes.map(({ node }) => node.label) ?? [])].sort(),
  };
}

function ofReplay({ things, edges }: Replay): ReturnType<typeof ofAnswer> {
  const all = [...things].map(([id, fields]) => ({ id, fields }));
  const named = (label: string) => all.find(({ fields }) => fields.label === label);
  const labelOf = (id: unknown) => String(things.get(String(id))?.label ?? things.get(String(id))?.name);
  const model = named('flight_delay')?.fields ?? {};
  const aliases = ALIASES.map((alias) => model[`aliases.${alias}`] ?? null).map((id) => id && labelOf(id));
  const open = edges.filter(({ validTo }) => validTo === null);
  const deployment = named(DEPLOYMENT);
  const approvals = VERSIONS.flatMap((label) =>
    Object.entries(named(label)?.fields ?? {}).flatMap(([field, said]) => {
      const [, to, by] = /^approvals\.\w+\.([^.]+)\.(.+)$/.exec(field) ?? [];
      return to === undefined ? [] : [`${label} ${to} ${by} ${(said as { decision: string }).decision}`];
    }),
  );
  const seen = new Set<string>();
  const up = (id: string) => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const { src } of open.filter(({ dst }) => dst === id)) up(src);
  };
  if (deployment !== undefined) up(deployment.id);
  const bound = open.filter(({ kind, dst }) => kind === 'BINDING' && dst === deployment?.id);
  return {
    aliases: aliases as (string | null)[],
    aliasesOfVersions: VERSIONS.map((label) => ALIASES.filter((_, index) => aliases[index] === label).sort()),
    stages: VERSIONS.map((label) => String(named(label)?.fields.stage ?? 'None')),
    approvals: approvals.sort(),
    isDeployed: deployment !== undefined,
    endpoint: (deployment?.fields.endpoint as string | null | undefined) ?? null,
    shares: bound
      .map(({ src, attributes }) => `${labelOf(src)} ${(attributes as { trafficPercent: number }).trafficPercent}`)
      .sort(),
    upstream: [...new Set([...seen].map(labelOf))].sort(),
  };
}

it('is what a replay of the feed says, at every moment of the demo and of its tabs', async () => {
  expect(feed.length).toBeGreaterThan(20);
  const told: string[] = [];
  for (const [index, { at, action }] of feed.entries()) {
    const state = ofAnswer(await app.graphql<State>(STATE, { asOf: at.toISOString() }));
    // What was done next may have the same time, to the millisecond, and what was done begins before its record.
    const replays = [0, 1, 2, 3, 4].map((more) => ofReplay(replay(feed.slice(0, index + more))));
    const fits = replays.some((each) => JSON.stringify(each) === JSON.stringify(state));
    if (!fits) expect({ index, action, ...state }).toEqual({ index, action, ...replays[1] });
    told.push(JSON.stringify(state));
  }
  // Not one state that fits everywhere.
  expect(new Set(told).size).toBeGreaterThanOrEqual(8);
});

it('has a history that says the same as the last word of each move', async () => {
  const { model, ...state } = await app.graphql<State>(STATE, { asOf: new Date().toISOString() });
  const found = ofAnswer({ model, ...state });
  const last = (kind: string, name: string, label?: string) =>
    model.history.nodes.find(
      (move) => move.kind === kind && move.name === name && (label === undefined || move.modelVersion.label === label),
    )?.to ?? null;
  expect(ALIASES.map((alias) => last('ALIAS', alias))).toEqual(found.aliases);
  expect(VERSIONS.map((label) => last('STAGE', 'stage', label) ?? 'None')).toEqual(found.stages);
  const shares = VERSIONS.map((label) => `${label} ${last('BINDING', DEPLOYMENT, label)}`);
  expect(shares).toEqual(found.shares);
});
