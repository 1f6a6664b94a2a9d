import { cpus, loadavg, platform, release, totalmem } from 'node:os';

/** One line about what the figures were measured on; they mean nothing without it. */
export function describeMachine(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() || 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = loadavg().map((each) => each.toFixed(1));
  return [
    `Measured ${new Date().toISOString().slice(0, 16)}Z on ${processors.length} × ${model}, ${memory} GB,`,
    `${platform()} ${release()}, Node ${process.versions.node}, load average ${load.join(' ')}.`,
    'Server, PostgreSQL and load generator share the machine. Per second · median · 99th percentile; medians of rounds.',
  ].join(' ');
}
