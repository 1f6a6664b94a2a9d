/** What was not taken, or not as it was, and why. */
export interface Remark {
  readonly what: string;
  readonly why: string;
  readonly isSkipped: boolean;
}

/** What is said one by one; of more there is only the number, for a source of millions may have millions. */
const MOST_REMARKS = 10_000;

export class Report {
  readonly remarks: Remark[] = [];
  skipped = 0;
  private noted = 0;

  skip(what: string, why: string): void {
    this.skipped++;
    this.keep({ what, why, isSkipped: true });
  }

  note(what: string, why: string): void {
    this.noted++;
    this.keep({ what, why, isSkipped: false });
  }

  /** One line each: `-` was left out, `~` is not quite as it was. */
  toString(): string {
    const more = this.skipped + this.noted - this.remarks.length;
    const lines = this.remarks.map(({ what, why, isSkipped }) => `${isSkipped ? '-' : '~'} ${what}: ${why}\n`);
    return `${lines.join('')}${more === 0 ? '' : `… and ${more.toLocaleString('en')} more remarks like these.\n`}`;
  }

  private keep(remark: Remark): void {
    if (this.remarks.length < MOST_REMARKS) this.remarks.push(remark);
  }
}
