/** What was not taken, or not as it was, and why. */
export interface Remark {
  readonly what: string;
  readonly why: string;
  readonly isSkipped: boolean;
}

export class Report {
  readonly remarks: Remark[] = [];

  skip(what: string, why: string): void {
    this.remarks.push({ what, why, isSkipped: true });
  }

  note(what: string, why: string): void {
    this.remarks.push({ what, why, isSkipped: false });
  }

  get skipped(): number {
    return this.remarks.filter(({ isSkipped }) => isSkipped).length;
  }

  /** One line each: `-` was left out, `~` is not quite as it was. */
  toString(): string {
    return this.remarks.map(({ what, why, isSkipped }) => `${isSkipped ? '-' : '~'} ${what}: ${why}\n`).join('');
  }
}
