/** A row that was refused: its number, and what was wrong and what it held as JSON texts. */
export interface BadRow {
  readonly row: number;
  readonly problem: string;
  readonly content: string;
}

/** `{"row": 12, "column": "n", "message": "…", "content": {…}}` */
export function badRowJson({ row, problem, content }: BadRow): string {
  return `{"row":${row},${problem.slice(1, -1)},"content":${content}}`;
}
