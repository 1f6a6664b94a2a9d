const WIDTH = 24;

export interface Progress {
  show(step: string, done?: number, total?: number): void;
  end(): void;
}

/** One line per step on standard output; a long step draws a bar in place where that is a terminal. */
export function createProgress(): Progress {
  let current: string | undefined;
  const finishLine = () => {
    if (current !== undefined && process.stdout.isTTY) process.stdout.write('\n');
  };
  return {
    show(step, done, total) {
      if (!process.stdout.isTTY) {
        if (step !== current) process.stdout.write(`  ${step}\n`);
      } else {
        if (step !== current) finishLine();
        process.stdout.write(
          `\r\x1b[K  ${step}${done === undefined || total === undefined ? '' : ` ${bar(done / total)}`}`,
        );
      }
      current = step;
    },
    end: finishLine,
  };
}

function bar(share: number): string {
  const full = Math.round(share * WIDTH);
  return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${Math.round(share * 100)} %`;
}
