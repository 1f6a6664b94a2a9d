import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { HeadwaterClient } from '@headwater/client';
import { graphql } from '@headwater/client/documents';
import { ServiceError } from '@headwater/client/errors';
import pLimit from 'p-limit';
import { freeName, labelOf, storable } from '../reading/names.js';
import { pathInUrl } from '../reading/path-in-url.js';
import type { Event, EventValue } from './event.js';
import type { LoggedRun } from './find-runs.js';
import type { Report } from './report.js';

/** Points of a request: the most that logRun takes. */
const POINTS = 10_000;
/** Requests under way. */
const AT_ONCE = 3;
const LARGEST_STEP = 2 ** 31 - 1;
const LONGEST_KEY = 250;
/** What the run was made from, in bytes: one that has not grown is not read again. */
const READ_TAG = 'tensorboard.bytes';

const START = graphql(
  `mutation ($input: StartRunInput!) { startRun(input: $input) { created run { id status tags { key value } } } }`,
);
const LOG = graphql(`mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }`);
const STANDS = graphql('query ($id: ID!) { run(id: $id) { status tags { key value } } }');
const FINISH = graphql(`mutation ($input: FinishRunInput!) { finishRun(input: $input) { run { id } } }`);

interface Point {
  readonly name: string;
  readonly step: number;
  readonly time: string;
  readonly value: number;
}

interface Beginning {
  readonly experiment: string;
  readonly report: Report;
  /** When its first event was, in seconds since 1970. */
  readonly began: number | undefined;
  /** Whether more is expected of it. */
  readonly lives: boolean;
}

/** How much of its files was read when a run ended. */
interface Ended {
  readonly bytes: number;
}

/** Writes the events of a run of TensorBoard into one of Headwater. */
export class RunWriter {
  private points: Point[] = [];
  private readonly limit = pLimit(AT_ONCE);
  private readonly sent = new Set<Promise<void>>();
  private failure: unknown;
  private lastTime = 0;
  private told: Extract<EventValue, { kind: 'end' }> | undefined;

  private constructor(
    private readonly client: HeadwaterClient,
    private report: Report,
    private readonly id: string,
    private end: Ended | undefined,
  ) {}

  /** Whether it has ended, before or through another import meanwhile; it takes nothing more then. */
  get ended(): Ended | undefined {
    return this.end;
  }

  /** The run that was made from these files, or a new one. */
  static async begin(
    client: HeadwaterClient,
    run: LoggedRun,
    { experiment, report, began = Number.POSITIVE_INFINITY, lives }: Beginning,
  ): Promise<RunWriter> {
    const { startRun } = await client.graphql(START, {
      input: {
        key: keyOf(run, experiment),
        experiment,
        name: freeName(run.name, run.name, { note: (what, why) => report.skip(`the name of ${what}, which ${why}`) }),
        type: 'TRAINING',
        startedAt: Number.isFinite(began) ? timeOf(began) : null,
        // What is not followed reports nothing any more, and is not lost.
        lostAfterSeconds: lives ? null : 0,
        tags: [{ key: 'tensorboard.run', value: storable(run.name, 5_000) }],
      },
    });
    const { id, status, tags } = startRun.run;
    report[startRun.created ? 'made' : 'known'].push(run.name);
    return new RunWriter(client, report, id, endOf(status, tags));
  }

  /** What it writes from now on is counted there. */
  tell(report: Report): void {
    this.report = report;
  }

  async write(event: Event): Promise<void> {
    if (this.end !== undefined) return;
    this.lastTime = Math.max(this.lastTime, event.wallTime);
    for (const value of event.values) await this.writeValue(event, value);
    if (this.points.length >= POINTS) await this.flush();
  }

  /** Waits until all that was given is written. */
  async settle(bytes: number): Promise<void> {
    await this.flush();
    await Promise.all(this.sent);
    if (this.failure !== undefined) throw this.failure;
    await this.log({ tags: [{ key: READ_TAG, value: String(bytes) }] });
  }

  /** Ends the run as its session did; as succeeded, where nothing is said of that. */
  async finish(): Promise<void> {
    const { status = 'SUCCEEDED', seconds = 0 } = this.told ?? {};
    const ended = seconds || this.lastTime;
    const input = { run: this.id, status: status ?? 'SUCCEEDED', endedAt: ended === 0 ? null : timeOf(ended) };
    await this.unlessEnded(() => this.client.graphql(FINISH, { input }));
  }

  private async writeValue({ step, wallTime }: Event, value: EventValue): Promise<void> {
    const { report } = this;
    if (value.kind === 'scalar') {
      if (Math.abs(step) > LARGEST_STEP) return report.skip(`a step beyond ${LARGEST_STEP.toLocaleString('en')}`);
      this.points.push({ name: this.nameOf(value.tag), step, time: timeOf(wallTime), value: jsonNumber(value.value) });
      report.points++;
    } else if (value.kind === 'parameters') {
      const parameters = [...value.values].map(([name, text]) => ({
        name: this.nameOf(name),
        value: storable(text, 10_000),
      }));
      await this.log({ parameters });
      report.parameters += parameters.length;
    } else if (value.kind === 'image') await this.putImage(step, value);
    else if (value.kind === 'end') this.told = value;
    else report.skip(`what the plugin ${value.plugin} shows, for which Headwater has no word`);
  }

  private nameOf(tag: string): string {
    const name = labelOf(tag);
    if (name !== tag) this.report.skip('a part of a name that is too long, or holds what no name may');
    return name;
  }

  private async flush(): Promise<void> {
    const metrics = this.points;
    this.points = [];
    if (metrics.length === 0) return;
    const work = this.limit(() => this.log({ metrics })).catch((error: unknown) => {
      this.failure ??= error;
    });
    this.sent.add(work);
    void work.then(() => this.sent.delete(work));
    if (this.sent.size >= AT_ONCE) await Promise.race(this.sent);
    if (this.failure !== undefined) throw this.failure;
  }

  private async log(more: object): Promise<void> {
    if (this.end !== undefined) return;
    await this.unlessEnded(() => this.client.graphql(LOG, { input: { run: this.id, ...more } }));
  }

  /** Another import of the same files may have ended it with more, or fewer, of their bytes: then it stays as that left it. */
  private async unlessEnded(write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'FAILED_PRECONDITION') throw error;
      const { run } = await this.client.graphql(STANDS, { id: this.id });
      this.end = run === null ? undefined : endOf(run.status, run.tags);
      if (this.end === undefined) throw error;
    }
  }

  private async putImage(step: number, { tag, index, bytes }: Extract<EventValue, { kind: 'image' }>): Promise<void> {
    const name = index === 0 ? `${step}` : `${step}-${index}`;
    const path = pathInUrl(['images', ...tag.split('/'), `${name}.${formatOf(bytes)}`]);
    // A copy, for the bytes are part of what is read next.
    const init = { method: 'PUT', body: new Uint8Array(bytes), isIdempotent: true };
    await this.client.request(`/v1/artifacts/${this.id}/${path}`, init);
    this.report.images++;
  }
}

function endOf(status: string, tags: readonly { key: string; value: string }[]): Ended | undefined {
  if (['PENDING', 'RUNNING', 'LOST'].includes(status)) return undefined;
  return { bytes: Number(tags.find(({ key }) => key === READ_TAG)?.value ?? 0) };
}

/** The same wherever the directory lies: the name of an event file has its time, its machine and its process. */
function keyOf({ path, files: [first = ''] }: LoggedRun, experiment: string): string {
  const key = `tensorboard:${experiment}:${path}:${basename(first)}`;
  return key.length <= LONGEST_KEY ? key : `tensorboard:${createHash('sha256').update(key).digest('hex')}`;
}

function timeOf(seconds: number): string {
  return new Date(Math.round(seconds * 1_000)).toISOString();
}

/** What JSON has no number for travels as text. */
function jsonNumber(value: number): number {
  return Number.isFinite(value) ? value : (String(value) as unknown as number);
}

function formatOf(bytes: Uint8Array): string {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return 'png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'jpg';
  return bytes[0] === 0x47 && bytes[1] === 0x49 ? 'gif' : 'bin';
}
