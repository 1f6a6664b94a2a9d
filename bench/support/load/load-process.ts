// The load generator, in a process of its own: its work must not stand in the way of what it measures.
import autocannon from 'autocannon';
import { answerJobs } from '../job-process.js';
import type { LoadJob, LoadResult } from './load-job.js';

/** Not counted: the end of the last turn broke off requests, so that connections are opened anew. */
const SETTLING_MS = 250;

answerJobs(runJob);

async function runJob(job: LoadJob): Promise<LoadResult> {
  // autocannon's own figures count in whole milliseconds and seconds, and include the building of the requests.
  const latencies: number[] = [];
  let begin = 0;
  let last = 0;
  let connections = 0;
  let answers = 0;
  const { errors, non2xx } = await autocannon({
    url: job.url,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...job.headers },
    connections: job.bodies.length,
    duration: job.seconds + SETTLING_MS / 1000,
    sampleInt: 100,
    setupClient(client) {
      client.setRequests((job.bodies[connections++] ?? []).map((body) => ({ body })));
      client.on('response', (_status, _bytes, milliseconds) => {
        answers++;
        last = performance.now();
        begin ||= last + SETTLING_MS;
        if (last >= begin) latencies.push(milliseconds);
      });
    },
  });
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  const perSecond = (latencies.length / (last - begin)) * 1000;
  return { perSecond, p50: at(0.5), p99: at(0.99), answers, failures: errors + non2xx };
}
