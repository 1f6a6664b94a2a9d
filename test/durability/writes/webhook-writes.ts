import { type Ask, extentOf, type KindOfWrite, type Send } from './kind-of-write.js';

/** None of it is ever delivered: nothing does what these are to be told of. */
const create = (send: Send, name: string) =>
  send(
    `mutation { createWebhook(input: { url: "https://example.com/hook", actions: ["audit:export"], description: "${name}" }) { webhook { id } } }`,
  );

async function find(ask: Ask, name: string): Promise<{ id: string; url: string } | undefined> {
  const { webhooks } = await ask('{ webhooks(first: 1000) { nodes { id url description } } }');
  return webhooks.nodes.find(({ description }: { description: string }) => description === name);
}

/** A change of a webhook that is there. */
function changeOf(
  what: string,
  mutation: (id: string) => string,
  isDone: (found: { url: string } | undefined) => boolean,
): KindOfWrite {
  const name = (n: number) => `${what}-${n}`;
  return {
    name: `a webhook: ${what}`,
    prepare: (send, n) => create(send, name(n)),
    async change(send, n, ask) {
      const found = await find(ask, name(n));
      return found !== undefined && send(mutation(found.id));
    },
    extent: async (ask, n) => extentOf([isDone(await find(ask, name(n)))]),
  };
}

/** Changes of webhooks. To deliver once again takes what has been delivered: the tests of deliveries do it. */
export const WEBHOOK_WRITES: readonly KindOfWrite[] = [
  {
    name: 'a webhook',
    change: (send, n) => create(send, `new-${n}`),
    extent: async (ask, n) => extentOf([(await find(ask, `new-${n}`)) !== undefined]),
  },
  changeOf(
    'moved',
    (id) =>
      `mutation { updateWebhook(input: { webhook: "${id}", url: "https://example.com/moved" }) { webhook { id } } }`,
    (found) => found?.url === 'https://example.com/moved',
  ),
  changeOf(
    'deleted',
    (id) => `mutation { deleteWebhook(input: { webhook: "${id}" }) { __typename } }`,
    (found) => found === undefined,
  ),
  changeOf(
    'given another secret',
    (id) => `mutation { rotateWebhookSecret(input: { webhook: "${id}" }) { webhook { id } } }`,
    (found) => found !== undefined,
  ),
];
