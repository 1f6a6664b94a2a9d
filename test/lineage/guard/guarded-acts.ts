import type { DeploymentSeed } from '../../deployments/deployment-seed.js';
import { DELETE, DROP, REGISTER } from './guarded-mutations.js';

/** Something that a guard looks at before it is done. */
export interface GuardedAct {
  readonly name: string;
  /** As the log calls it. */
  readonly action: string;
  readonly document: string;
  readonly input: object;
}

/** Each by itself would break who reads `mean` of `<name>_set@1`, which is computed from `delay` of `<name>@1`. They can be done in this order. */
export function guardedActs(name: string): GuardedAct[] {
  const columns = [{ name: 'origin', type: 'STRING' }];
  const less = { dataset: name, digest: 'sha256:less', location: 's3://x', columns };
  return [
    { name: 'register without the column', action: 'dataset:register', document: REGISTER, input: less },
    {
      name: 'drop the rows',
      action: 'feature-set:drop-rows',
      document: DROP,
      input: { featureSetVersion: `${name}_set@1`, dryRun: false },
    },
    ...[`${name}@1`, name, `${name}_set@1`, `${name}_set`].map((id) => ({
      name: `delete ${id.replace(name, 'data')}`,
      action: 'node:delete',
      document: DELETE,
      input: { id },
    })),
  ];
}

type ReaderSeed = (seed: DeploymentSeed, name: string) => Promise<string>;

/** How somebody who is live comes to read that; gives the label of who. */
export const READERS: Readonly<Record<string, ReaderSeed>> = {
  'a deployment by alias': async (seed, name) => {
    await computedFrom(seed, name, name);
    const { label } = await seed.modelVersion(`${name}_model`, { signature: [`${name}_set@1:mean`] });
    await seed.setAlias(label, 'champion');
    await seed.deploy(`production/${name}`, { [`${name}_model@champion`]: 100 });
    return `production/${name}`;
  },
  'a deployment whose signature named no version': async (seed, name) => {
    await computedFrom(seed, name, name);
    await seed.modelVersion(`${name}_model`, { signature: [`${name}_set:mean`] });
    await seed.deploy(`production/${name}`, { [`${name}_model@1`]: 100 });
    return `production/${name}`;
  },
  'a feature service that named no version': async (seed, name) => {
    await computedFrom(seed, name, name);
    const input = { name: `${name}_service`, features: [`${name}_set:mean`] };
    await seed.app.graphql(
      'mutation ($input: DefineFeatureServiceInput!) { defineFeatureService(input: $input) { created } }',
      { input },
      seed.as,
    );
    return `${name}_service@1`;
  },
  'a deployment of what was made from data that was made from it': async (seed, name) => {
    await seed.datasetVersion(`${name}_clean`, { derivedFrom: [`${name}@1`] });
    await computedFrom(seed, name, `${name}_clean`);
    await seed.modelVersion(`${name}_model`, { signature: [`${name}_set:mean`] });
    await seed.deploy(`production/${name}`, { [`${name}_model@1`]: 100 });
    return `production/${name}`;
  },
};

export async function computedFrom(seed: DeploymentSeed, name: string, dataset: string): Promise<void> {
  await seed.featureSet(`${name}_set`, ['mean'], [{ dataset, columns: ['delay'] }]);
}
