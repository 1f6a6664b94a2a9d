import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ModelSeed } from '../../models/model-seed.js';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  const seed = new ModelSeed(app);
  await app.graphql('mutation { defineEnvironment(input: { name: "e" }) { created } }');
  for (let n = 0; n < 3; n++) await seed.modelVersion('m');
});

afterAll(() => app.close());

type Split = Readonly<Record<string, number>>;
type Step =
  | { readonly kind: 'deploy'; readonly split: Split }
  | { readonly kind: 'undeploy' | 'rollback' }
  | { readonly kind: 'shift'; readonly version: string; readonly percent: number };

const version = fc.constantFrom('m@1', 'm@2', 'm@3');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(version, version, fc.constantFrom(0, 10, 50, 100)).map(
    ([a, b, percent]): Step => ({
      kind: 'deploy',
      split: a === b ? { [a]: 100 } : { [a]: percent, [b]: 100 - percent },
    }),
  ),
  fc.constant<Step>({ kind: 'undeploy' }),
  { weight: 3, arbitrary: fc.constant<Step>({ kind: 'rollback' }) },
  fc
    .tuple(version, fc.constantFrom(0, 10, 50, 100))
    .map(([named, percent]): Step => ({ kind: 'shift', version: named, percent })),
);

const text = (split: Split) => JSON.stringify(Object.entries(split).sort());
const sumOf = (split: Split) => Object.values(split).reduce((sum, share) => sum + share, 0);

async function splitOf(name: string): Promise<Split> {
  const { deployment } = await app.graphql<{
    deployment: { bindings: { trafficPercent: number; modelVersion: { label: string } }[] };
  }>('query ($ref: Ref!) { deployment(ref: $ref) { bindings { trafficPercent modelVersion { label } } } }', {
    ref: name,
  });
  return Object.fromEntries(
    deployment.bindings.map(({ modelVersion, trafficPercent }) => [modelVersion.label, trafficPercent]),
  );
}

function fieldOf(name: string, done: Step): string {
  switch (done.kind) {
    case 'deploy': {
      const bindings = Object.entries(done.split).map(
        ([ref, share]) => `{ modelVersion: "${ref}", trafficPercent: ${share} }`,
      );
      return `deploy(input: { deployment: "${name}", bindings: [${bindings.join(', ')}] }) { changed }`;
    }
    case 'shift':
      return `shiftTraffic(input: { deployment: "${name}", modelVersion: "${done.version}", toPercent: ${done.percent} }) { changed }`;
    default:
      return `${done.kind}(input: { deployment: "${name}" }) { __typename }`;
  }
}

/**
 * The splits that a deployment had, and where among them it stands. A rollback goes to the last one before that which is another, and what was
 * brought back stands where it was first.
 */
class Oracle {
  private readonly had: { readonly split: Split; readonly place: number }[] = [];
  private now: Split = {};
  private place = -1;

  moved(split: Split): void {
    if (text(this.now) === text(split)) return;
    this.set(split, this.had.length);
  }

  /** Undefined: there is nothing to go back to. */
  rollback(): Split | undefined {
    const earlier = this.had
      .slice(0, this.place)
      .findLast(({ split }) => sumOf(split) > 0 && text(split) !== text(this.now));
    if (earlier !== undefined) this.set(earlier.split, earlier.place);
    return earlier?.split;
  }

  private set(split: Split, place: number): void {
    this.had.push({ split, place });
    this.now = split;
    this.place = place;
  }
}

let deployments = 0;

it('goes back as a list of what was would, and every split makes 100 or nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 9 }), async (steps) => {
      const name = `e/d${++deployments}`;
      const oracle = new Oracle();
      const first: Split = { 'm@1': 100 };
      await app.graphql(`mutation { ${fieldOf(name, { kind: 'deploy', split: first })} }`);
      oracle.moved(first);
      for (const each of steps) {
        const { errors } = await app.graphqlAnswer(`mutation { ${fieldOf(name, each)} }`);
        const split = await splitOf(name);
        expect([0, 100]).toContain(sumOf(split));
        if (each.kind === 'rollback') {
          const wanted = oracle.rollback();
          expect(errors.map(({ extensions }) => extensions.code)).toEqual(
            wanted === undefined ? ['FAILED_PRECONDITION'] : [],
          );
          if (wanted !== undefined) expect(text(split)).toBe(text(wanted));
        } else oracle.moved(split);
      }
    }),
    { numRuns: casesOf(12, 500) },
  );
});
