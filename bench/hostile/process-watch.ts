import { readFileSync } from 'node:fs';

const LOOK_MS = 25;

/** The memory of a process while something is sent to it. Reads /proc, so it runs on Linux alone. */
export class ProcessWatch {
  peakMegabytes = 0;
  private readonly timer: NodeJS.Timeout;

  /** A process that takes more than `most` megabytes is killed, before the machine is out of memory. */
  constructor(
    private readonly pid: number,
    private readonly most: number,
  ) {
    this.timer = setInterval(() => this.look(), LOOK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.look();
  }

  private look(): void {
    const megabytes = residentMegabytes(this.pid);
    this.peakMegabytes = Math.max(this.peakMegabytes, megabytes);
    if (megabytes > this.most) process.kill(this.pid, 'SIGKILL');
  }
}

function residentMegabytes(pid: number): number {
  try {
    const [, pages] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
    return (Number(pages) * 4096) / 2 ** 20;
  } catch {
    return 0; // It has ended.
  }
}
