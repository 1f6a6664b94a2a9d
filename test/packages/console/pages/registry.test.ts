import { beforeAll, describe, expect, it } from '@jest/globals';
import { PromotionSeed } from '../../../models/promotion/promotion-seed.js';
import { shoot } from '../shoot.js';
import { WalkedPage } from './walked-page.js';

const walk = new WalkedPage();

beforeAll(async () => {
  const seed = new PromotionSeed(walk.served.app);
  await seed.policy(
    'flight_delay',
    'champion',
    [
      { kind: 'METRIC', metric: 'roc_auc', operator: 'GT', value: 0.65 },
      { kind: 'REQUIRED_TAG', tag: 'reviewed', severity: 'WARN' },
    ],
    { approvals: [{ role: 'APPROVER', count: 1 }] },
  );
  await walk.ask(
    'mutation ($input: DeployInput!) { deploy(input: $input) { changed } }',
    {
      input: {
        deployment: 'production/flight-delay',
        bindings: [{ modelVersion: 'flight_delay@2', trafficPercent: 100 }],
        reason: 'all in',
      },
    },
    'ann',
  );
}, 60_000);

const gates = () => walk.section('flight_delay@1').getByRole('region', { name: 'Gates' });

describe('The page of a model', () => {
  it('asks a gate, and shows every rule with its numbers and its sentence', async () => {
    const { page } = walk;
    await walk.go('/models/flight_delay?version=1');
    await walk.section('What guards it').getByText('champion').first().waitFor();
    await page.getByRole('button', { name: 'Ask the gate of champion' }).click();
    const row = gates().getByRole('row').filter({ hasText: 'metric roc_auc' });
    await row.getByText('blocks').waitFor();
    const [outcome, found, needed, , why] = await row.getByRole('cell').allInnerTexts();
    const warned = await gates().getByRole('row').filter({ hasText: 'required tag' }).innerText();
    await shoot(page, 'page-model-gate');

    expect([outcome?.trim(), needed]).toEqual(['blocks', '0.65']);
    expect(found).toMatch(/^0\.6\d+$/);
    expect(why).toContain('0.65');
    expect(warned).toContain('warns');
    expect(await gates().getByText('refused').count()).toBeGreaterThan(0);
  });

  it('shows who approved, what is needed, and all of it as of a time', async () => {
    const approvals = () => walk.section('Approvals');
    await walk.section('Versions').getByRole('link', { name: 'flight_delay@2', exact: true }).click();
    await approvals().getByText('reviewer', { exact: true }).first().waitFor();
    await walk.go('/models/flight_delay?version=1');
    await approvals().getByText('1 × approver for champion').waitFor();
    await walk.go('/models/flight_delay?version=77');
    await walk.page.getByText('flight_delay has no version 77.').waitFor();
    await walk.go('/models/flight_delay?asOf=2001-01-01T00:00:00Z');
    await walk.section('Versions').getByText('None was there yet.').waitFor();

    expect(await walk.section('What guards it').count()).toBe(0);
  });

  it('shows the card of a version as what it says', async () => {
    await walk.go('/models/flight_delay');
    await walk.section('Card').getByRole('button', { name: 'Show the card' }).click();
    await walk.section('Card').getByRole('heading').nth(2).waitFor();

    expect(await walk.section('Card').innerText()).toContain('flight_delay@2');
    expect(await walk.section('Card').getByRole('link', { name: 'Save as Markdown' }).count()).toBe(1);
  });
});

describe('The page of a model with many versions', () => {
  it('lists the newest, all of them on request, and shows any of them by its number', async () => {
    const { page } = walk;
    const seed = new PromotionSeed(walk.served.app);
    for (let version = 1; version <= 52; version += 1) await seed.version('many', { auc: version });
    await walk.go('/models/many?version=1');
    const versions = walk.section('Versions');
    await page.getByRole('region', { name: 'many@1', exact: true }).getByText('auc 1', { exact: true }).waitFor();
    const shown = await versions.getByRole('row').count();
    const heading = await versions.getByRole('heading').innerText();
    await page.getByRole('button', { name: 'More', exact: true }).first().click();
    await versions.getByRole('link', { name: 'many@1', exact: true }).waitFor();

    expect([shown, heading]).toEqual([51, 'Versions 50+']);
    expect(await versions.getByRole('row').count()).toBe(53);
    expect(await versions.getByRole('heading').innerText()).toBe('Versions 52');
  });
});

describe('The page of a deployment', () => {
  it('sets champion and challengers side by side, and gives back what served before after asking', async () => {
    const { page } = walk;
    await walk.go('/deployments/production/flight-delay');
    const bring = page.getByRole('button', { name: 'Roll back…' });
    const dialog = page.getByRole('dialog');
    await bring.click();
    const asked = await dialog.getByRole('row').allInnerTexts();
    await shoot(page, 'page-rollback');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    const still = await walk.section('Split').innerText();
    await bring.click();
    await dialog.getByLabel('Why').fill('worse <at> night');
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await walk.section('Split').getByText('90 %').last().waitFor();
    const rows = walk.section('Champion and challengers').getByRole('row');

    expect(asked.slice(1).map((text) => text.replaceAll(/\s+/g, ' '))).toEqual([
      'flight_delay@1 nothing → 90 %',
      'flight_delay@2 100 % → 10 %',
    ]);
    expect(still).toContain('100 %');
    expect(await rows.first().innerText()).toMatch(/flight_delay@1\s+champion\s+flight_delay@2\s+challenger/);
    expect(
      await rows
        .filter({ hasText: /^roc_auc\b/ })
        .first()
        .innerText(),
    ).toMatch(/\+0\.04\d+/);
    expect(await walk.section('What was done').innerText()).toContain('worse <at> night');
  });

  it('shows the split as of a time, without a way to change it', async () => {
    const { deployment } = await walk.ask<{ deployment: { history: { validFrom: string; trafficPercent: number }[] } }>(
      '{ deployment(ref: "production/flight-delay") { history { validFrom trafficPercent } } }',
    );
    const all = deployment.history.find(({ trafficPercent }) => trafficPercent === 100);
    await walk.go(`/deployments/production/flight-delay?asOf=${all?.validFrom}`);
    await walk.section('Split').getByRole('cell', { name: '100 %' }).waitFor();

    expect(await walk.page.getByRole('button', { name: 'Roll back…' }).count()).toBe(0);
  });
});
