/** What an import has done so far. */
export class Report {
  readonly made: string[] = [];
  readonly known: string[] = [];
  points = 0;
  images = 0;
  parameters = 0;
  private readonly skipped = new Map<string, number>();

  /** Says that something was left out, and why. */
  skip(why: string): void {
    this.skipped.set(why, (this.skipped.get(why) ?? 0) + 1);
  }

  /** Adds what another one has seen; a run that this one knows is named once. */
  add({ made, known, points, images, parameters, skipped }: Report): void {
    const isNew = (run: string) => !this.made.includes(run) && !this.known.includes(run);
    this.made.push(...made.filter(isNew));
    this.known.push(...known.filter(isNew));
    this.points += points;
    this.images += images;
    this.parameters += parameters;
    for (const [why, count] of skipped) this.skipped.set(why, (this.skipped.get(why) ?? 0) + count);
  }

  toString(): string {
    const runs = this.made.length + this.known.length;
    const taken = [
      amount(this.points, 'point of a metric', 'points of metrics'),
      amount(this.parameters, 'parameter', 'parameters'),
      amount(this.images, 'image', 'images'),
    ].join(', ');
    const lines = [
      `${amount(runs, 'run', 'runs')}: ${this.made.length.toLocaleString('en')} made, ${this.known.length.toLocaleString('en')} there already. ${taken}.`,
      ...[...this.skipped].map(([why, count]) => `Left out: ${count.toLocaleString('en')} × ${why}`),
    ];
    return `${lines.join('\n')}\n`;
  }
}

function amount(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
