/** Bytes of the texts of one page, with the row that passes it. */
const PAGE_BYTES = 4 * 1024 * 1024;

/**
 * Ends a page with the row that takes it past so many bytes, so that memory is bounded whatever the rows hold. PostgreSQL knows how long a text is
 * without reading it. `page`: a select with a limit, `order`: its unique order, `bytes`: the size of a row. Only an empty page is the last.
 */
export function pageOfBytes(page: string, order: string, bytes: string): string {
  return `select * from (
      select page.*, sum(${bytes}) over (order by ${order}) - ${bytes} as bytes_before from (${page}) page
    ) sized where bytes_before < ${PAGE_BYTES} order by ${order}`;
}
