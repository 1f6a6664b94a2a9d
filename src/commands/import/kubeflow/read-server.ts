import { z } from 'zod';
import { ForeignServer } from '../reading/foreign-server.js';
import type { Registry, ResourceKind } from './registry.js';

/** As the REST API was called in turn, newest first. */
const BASES = ['v1', 'v1beta1', 'v1alpha3'].map((version) => `api/model_registry/${version}`);
const PAGE_SIZE = '100';
const PAGE = z.looseObject({
  items: z
    .array(z.unknown())
    .nullish()
    .transform((items) => items ?? []),
  nextPageToken: z
    .string()
    .nullish()
    .transform((token) => token || undefined),
});

/** Reads a registry from its REST API. */
export async function readRegistryServer(url: string, token: string | undefined, registry: Registry): Promise<void> {
  const server = new ForeignServer({ url, authorization: token === undefined ? undefined : `Bearer ${token}` });
  const base = await baseOf(server);
  const read = async (list: string, kind: ResourceKind, parent?: string) => {
    for await (const page of pagesOf(server, `${base}/${list}`))
      for (const [index, each] of page.items.entries())
        registry.take(kind, each, () => `${server.url}/${base}/${list}, item ${index} of a page`, { id: parent });
  };
  await read('registered_models', 'models');
  await read('model_versions', 'versions');
  for await (const id of registry.versionIds())
    await read(`model_versions/${encodeURIComponent(id)}/artifacts`, 'artifacts', id);
  await read('serving_environments', 'environments');
  await read('inference_services', 'services');
}

function pagesOf(server: ForeignServer, path: string) {
  return server.pages(
    async (token) => {
      const query = new URLSearchParams({
        pageSize: PAGE_SIZE,
        orderBy: 'ID',
        ...(token !== undefined && { nextPageToken: token }),
      });
      const { data, error } = PAGE.safeParse(await server.json(`${path}?${query}`));
      if (error !== undefined)
        throw new Error(
          `What ${server.url} answered to ${path} is no page of Kubeflow's model registry: ${error.issues[0]?.message}.`,
        );
      return data;
    },
    ({ nextPageToken }) => nextPageToken,
  );
}

/** Which version of the API it speaks; the URL may name one itself. */
async function baseOf(server: ForeignServer): Promise<string> {
  if (/\/api\/model_registry\/v\w+\/?$/.test(server.url)) return '.';
  for (const base of BASES) {
    const response = await server.send(`${base}/registered_models?pageSize=1`, {}, [404]);
    await response.body?.cancel();
    if (response.ok) return base;
  }
  throw new Error(`${server.url} is no model registry of Kubeflow: it has none of ${BASES.join(', ')}.`);
}
