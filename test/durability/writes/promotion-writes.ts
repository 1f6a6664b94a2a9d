import { bind, deployed, model } from './catalog-writes.js';
import { type Ask, type Extent, extentOf, type KindOfWrite } from './kind-of-write.js';

const RULES = 'rules: [{ kind: METRIC, metric: "auc", operator: GT, value: 0.5 }]';
const policy = (n: number, to: string, more = '') =>
  `mutation { definePromotionPolicy(input: { model: "m_${n}", to: "${to}", ${RULES}${more} }) { created } }`;
const promote = (n: number, version: number, more: string) =>
  `mutation { promote(input: { modelVersion: "m_${n}@${version}", ${more} }) { changed } }`;
const metrics = ', metrics: [{ name: "auc", value: 0.9 }]';

/** What gates let pass. At no moment are there two champions, nor none where there was one. */
export const PROMOTION_WRITES: readonly KindOfWrite[] = [
  {
    name: 'a promotion policy',
    prepare: (send, n) => send(model(n, '1')),
    change: (send, n) => send(policy(n, 'champion', ', approvals: [{ count: 1 }]')),
    async extent(ask, n) {
      const { model } = await ask(
        `{ model(ref: "m_${n}") { promotionPolicies { rules { kind } approvals { count } } } }`,
      );
      const [kept] = model?.promotionPolicies ?? [];
      return extentOf([kept !== undefined, kept?.rules.length === 1, kept?.approvals.length === 1]);
    },
  },
  {
    name: 'a promotion to an alias',
    prepare: async (send, n) =>
      (await send(model(n, '1', metrics))) &&
      (await send(model(n, '2', metrics))) &&
      (await send(policy(n, 'champion'))) &&
      (await send(promote(n, 1, 'to: "champion"'))),
    change: (send, n) => send(promote(n, 2, `to: "champion", expectedCurrent: "m_${n}@1", reason: "better"`)),
    extent: async (ask, n) => extentOfPromotion(ask, n, 'alias(name: "champion") { modelVersion { version } }'),
  },
  {
    name: 'a promotion to a stage',
    prepare: async (send, n) =>
      (await send(model(n, '1', metrics))) &&
      (await send(model(n, '2', metrics))) &&
      (await send(policy(n, 'Production'))) &&
      (await send(promote(n, 1, 'to: "Production"'))),
    change: (send, n) => send(promote(n, 2, `to: "Production", expectedCurrent: "m_${n}@1", reason: "better"`)),
    extent: async (ask, n) => extentOfPromotion(ask, n, 'inStage(name: "Production") { version }'),
  },
  {
    name: 'a rollback',
    prepare: async (send, n) =>
      (await send(model(n, '1'))) &&
      (await send(model(n, '2'))) &&
      (await send(deployed(n, bind(n, 1, 100)))) &&
      (await send(deployed(n, `${bind(n, 1, 90)}, ${bind(n, 2, 10)}`))),
    change: (send, n) => send(`mutation { rollback(input: { deployment: "kill/d-${n}" }) { restored } }`),
    extent: async (ask, n) => extentOfSplit(ask, n, [100], [90, 10]),
  },
  {
    name: 'traffic that shifts',
    prepare: async (send, n) =>
      (await send(model(n, '1'))) &&
      (await send(model(n, '2'))) &&
      (await send(deployed(n, `${bind(n, 1, 90)}, ${bind(n, 2, 10)}`))),
    change: (send, n) =>
      send(
        `mutation { shiftTraffic(input: { deployment: "kill/d-${n}", modelVersion: "m_${n}@2", steps: [10, 25, 100] }) { changed } }`,
      ),
    extent: async (ask, n) => extentOfSplit(ask, n, [75, 25], [90, 10]),
  },
];

async function extentOfPromotion(ask: Ask, n: number, champion: string) {
  const { model, modelVersion } = await ask(
    `{ model(ref: "m_${n}") { champion: ${champion} history { nodes { reason } } } modelVersion(ref: "m_${n}@2") { gateEvaluations { nodes { verdict } } } }`,
  );
  if (model === null) return 'nothing';
  const holders = [model.champion].flat().map((holder) => holder?.version ?? holder?.modelVersion.version);
  if (holders.every((holder) => holder === undefined) && model.history.nodes.length === 0) return 'nothing';
  if (holders.length !== 1 || holders[0] === undefined) return 'half: not one champion';
  const told = model.history.nodes.some(({ reason }: { reason: string | null }) => reason === 'better');
  return extentOf([holders[0] === 2, told, modelVersion.gateEvaluations.nodes.length === 1]);
}

/** At every moment a split makes 100. */
async function extentOfSplit(
  ask: Ask,
  n: number,
  after: readonly number[],
  before: readonly number[],
): Promise<Extent> {
  const { deployment } = await ask(`{ deployment(ref: "kill/d-${n}") { bindings { trafficPercent } } }`);
  if (deployment === null) return 'nothing';
  const shares = deployment.bindings.map(({ trafficPercent }: { trafficPercent: number }) => trafficPercent).join();
  if (shares === after.join()) return 'whole';
  return shares === before.join() ? 'nothing' : `half: ${shares}`;
}
