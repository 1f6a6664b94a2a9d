import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { expect, it } from '@jest/globals';
import { stepBack } from '../../src/processes/step-back.js';

const onLinux = process.platform === 'linux' ? it : it.skip;

onLinux('every thread of a process steps back, those that began before its program did among them', async () => {
  // Node begins threads for V8 before the first line runs.
  const child = spawn(process.execPath, ['-e', "console.log('up'); setInterval(() => {}, 1000)"]);
  const pid = child.pid ?? 0;
  try {
    await once(child.stdout, 'data');

    stepBack(pid);

    const threads = readdirSync(`/proc/${pid}/task`).map(Number);
    expect(threads.length).toBeGreaterThan(3);
    expect(new Set(threads.map((thread) => getPriority(thread)))).toEqual(
      new Set([constants.priority.PRIORITY_BELOW_NORMAL]),
    );
  } finally {
    child.kill('SIGKILL');
  }
});

it('a process that has ended is left alone', () => {
  expect(() => stepBack(2 ** 22 - 1)).not.toThrow();
});
