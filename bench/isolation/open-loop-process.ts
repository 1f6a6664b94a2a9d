// Asks at a fixed rate, whether answers come or not, from a process of its own: its work must not stand in the way of what it measures.
import { Agent, request } from 'node:http';
import { answerJobs } from '../support/job-process.js';
import type { OpenLoopJob, OpenLoopResult } from './open-loop.js';

/** Milliseconds at the beginning that are not counted: connections are opened, plans made. */
const SETTLING_MS = 500;
const LONGEST_MS = 20_000;
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

answerJobs(run);

async function run({ url, perSecond, seconds, bodies }: OpenLoopJob): Promise<OpenLoopResult> {
  const times: number[] = [];
  const open: Promise<void>[] = [];
  let failures = 0;
  const begin = performance.now();
  await new Promise<void>((resolve) => {
    let sent = 0;
    const timer = setInterval(() => {
      const passed = performance.now() - begin;
      // What the timer has missed is caught up with: the rate is what matters.
      for (; sent < (passed * perSecond) / 1000; sent++) {
        const isCounted = passed > SETTLING_MS;
        const work = ask(url, bodies[sent % bodies.length] ?? '').then(
          (milliseconds) => void (isCounted && times.push(milliseconds)),
          () => void failures++,
        );
        open.push(work);
      }
      if (passed < SETTLING_MS + seconds * 1000) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
  await Promise.all(open);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), worst: at(1), answers: times.length, failures };
}

function ask(url: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'POST', agent, headers, timeout: LONGEST_MS }, (answer) => {
      let text = '';
      answer.setEncoding('latin1').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.once('end', () => {
        if (answer.statusCode === 200 && !text.includes('"errors"')) resolve(performance.now() - begin);
        else reject(new Error(text));
      });
      answer.once('error', reject);
    });
    sent.once('timeout', () => sent.destroy());
    sent.once('error', reject);
    sent.end(body);
  });
}
