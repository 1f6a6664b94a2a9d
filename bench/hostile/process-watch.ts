import { megabytesOf, serviceProcesses } from '../support/service-processes.js';

const LOOK_MS = 25;

/** The memory of the processes of a service while something is sent to it. Reads /proc, so it runs on Linux alone. */
export class ProcessWatch {
  peakMegabytes = 0;
  private readonly timer: NodeJS.Timeout;
  private readonly pids: readonly number[];

  /** A process that takes more than `most` megabytes is killed, before the machine is out of memory. */
  constructor(
    pid: number,
    private readonly most: number,
  ) {
    this.pids = serviceProcesses(pid);
    this.timer = setInterval(() => this.look(), LOOK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.look();
  }

  private look(): void {
    for (const pid of this.pids) {
      const megabytes = megabytesOf(pid, 'VmRSS');
      this.peakMegabytes = Math.max(this.peakMegabytes, megabytes);
      if (megabytes > this.most) process.kill(pid, 'SIGKILL');
    }
  }
}
