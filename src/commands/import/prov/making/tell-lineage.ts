import type { HeadwaterClient } from '@headwater/client';
import { graphql } from '@headwater/client/documents';
import type { LateEdge, TakenNode } from '../graph.js';

/** What a producer of OpenLineage calls something. */
interface ToldName {
  readonly namespace: string;
  readonly name: string;
}

interface Sides {
  readonly inputs: ToldName[];
  readonly outputs: ToldName[];
}

const ENDS: Readonly<Record<string, string>> = { SUCCEEDED: 'COMPLETE', FAILED: 'FAIL', CANCELLED: 'ABORT' };
/** Before any producer's word, which replaces what is told so. */
const LONG_AGO = '2000-01-01T00:00:00Z';
const SCHEMA = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs';
const FACETS = 'https://openlineage.io/spec/facets';
const PRODUCER = 'urn:headwater';

/** Tells the door of OpenLineage what only that takes: jobs, what their runs read and made, and other names of the same data. Told again, it changes nothing. */
export class LineageTeller {
  /** By numbers of runs. */
  private readonly jobs = new Map<number, ToldName>();
  private readonly runIds = new Map<number, string>();
  /** What jobs do by design, by their names. */
  private readonly declared = new Map<string, Sides>();

  /** Whether a run belongs to a job. */
  isOfJob(run: number): boolean {
    return this.jobs.has(run);
  }

  private constructor(
    private readonly client: HeadwaterClient,
    private readonly project: string,
  ) {}

  static async of(client: HeadwaterClient): Promise<LineageTeller> {
    return new LineageTeller(client, (await client.graphql(graphql('{ me { project } }'), {})).me.project);
  }

  /** A run of a job. */
  know({ to, kind, source, target }: LateEdge): void {
    if (kind === 'CHILD_OF' && source.kind === 'JOB' && target.kind === 'RUN') this.jobs.set(to, this.nameOf(source));
  }

  /** That a run of a job began, and ended; `parent` is the run that it is a part of. */
  async tellRun(node: TakenNode, parent: number | undefined): Promise<void> {
    if (node.runId === undefined || !this.jobs.has(node.n)) return;
    this.runIds.set(node.n, node.runId);
    const parentId = parent === undefined ? undefined : this.runIds.get(parent);
    const parentJob = parent === undefined ? undefined : this.jobs.get(parent);
    const facets =
      parentId === undefined || parentJob === undefined
        ? {}
        : { parent: facet('1-0-1/ParentRunFacet.json', { run: { runId: parentId }, job: parentJob }) };
    const began = node.startedAt ?? LONG_AGO;
    await this.run(node.n, { eventType: 'START', eventTime: began }, facets);
    const end = ENDS[node.status ?? ''];
    if (end !== undefined) await this.run(node.n, { eventType: end, eventTime: node.endedAt ?? began }, facets);
  }

  /** False for an edge that OpenLineage has no word for. */
  async tell({ from, to, kind, attributes, source, target }: LateEdge): Promise<boolean> {
    const [one, other] = [this.nameOf(source), this.nameOf(target)];
    if (kind === 'SAME_AS') {
      const symlinks = facet('1-0-1/SymlinksDatasetFacet.json', { identifiers: [{ ...other, type: 'TABLE' }] });
      await this.send('DatasetEvent', { eventTime: LONG_AGO, dataset: { ...one, facets: { symlinks } } });
      return true;
    }
    if (source.kind === 'JOB' || target.kind === 'JOB') {
      // What its runs have done comes with them.
      if (attributes.declared === true)
        this.declare(kind === 'INPUT' ? other : one, kind, kind === 'INPUT' ? one : other);
      return true;
    }
    const run = kind === 'INPUT' ? to : from;
    if ((kind !== 'INPUT' && kind !== 'OUTPUT') || !this.runIds.has(run)) return false;
    const sides = kind === 'INPUT' ? { inputs: [one] } : { outputs: [other] };
    await this.run(run, { eventType: 'OTHER', eventTime: LONG_AGO, ...sides });
    return true;
  }

  /** What jobs do by design, all of each at once. */
  async end(): Promise<void> {
    for (const [job, sides] of this.declared)
      await this.send('JobEvent', { eventTime: LONG_AGO, job: JSON.parse(job) as ToldName, ...sides });
  }

  private declare(job: ToldName, kind: string, dataset: ToldName): void {
    const key = JSON.stringify(job);
    const sides = this.declared.get(key) ?? { inputs: [], outputs: [] };
    this.declared.set(key, sides);
    sides[kind === 'INPUT' ? 'inputs' : 'outputs'].push(dataset);
  }

  private run(n: number, more: object, facets: object = {}): Promise<void> {
    return this.send('RunEvent', { ...more, run: { runId: this.runIds.get(n), facets }, job: this.jobs.get(n) });
  }

  /** What nobody else has a name for has its own, in this project. */
  private nameOf({ name, toldAs }: LateEdge['source']): ToldName {
    const told = toldAs === null ? undefined : (JSON.parse(toldAs) as ToldName);
    return told !== undefined && !told.namespace.startsWith('headwater://')
      ? told
      : { namespace: `headwater://${encodeURIComponent(this.project)}`, name: told?.name ?? name };
  }

  private async send(schema: string, event: object): Promise<void> {
    await this.client.request('/api/v1/lineage', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ producer: PRODUCER, schemaURL: `${SCHEMA}/${schema}`, ...event }),
      isIdempotent: true,
    });
  }
}

function facet(file: string, fields: object): object {
  return { _producer: PRODUCER, _schemaURL: `${FACETS}/${file}`, ...fields };
}
