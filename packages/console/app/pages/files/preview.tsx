import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { shortened } from '../../lineage/view/card/card-size.js';
import { sessionKey } from '../../session/session-key.js';
import { Problem, Waiting } from '../parts/states.js';
import { bytes, type FileEntry } from './file-entry.js';
import { HtmlPage } from './html-page.js';
import { type LoadedFile, loadFile, saveFile } from './load-file.js';
import { MOST_BYTES, type PreviewKind, previewKind } from './preview-kind.js';

const Markdown = lazy(() => import('./markdown.js'));
const CsvTable = lazy(() => import('./csv-table.js'));

/** What is in a file, where one can look at it; whatever people put there, nothing of it runs. */
export function Preview({ file }: { readonly file: FileEntry }) {
  const { path, contentType, url, size, digest } = file;
  const kind = previewKind(path, contentType);
  const tooLarge = kind === 'image' && (size ?? 0) > MOST_BYTES.image;
  const { data, error } = useQuery({
    queryKey: ['file', url, digest, kind],
    queryFn: ({ signal }) => loadFile(url ?? '', MOST_BYTES[kind ?? 'text'], signal),
    enabled: url !== null && kind !== undefined && !tooLarge,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    <section className="file-preview" aria-label={`File ${shortened(path, 80)}`}>
      <p className="page-bar">
        <strong>
          <bdi>{shortened(path, 120)}</bdi>
        </strong>
        <small>{[contentType, size === null ? '' : bytes(size)].filter(Boolean).join(' · ')}</small>
        {url === null ? null : <Save url={url} name={name} />}
      </p>
      <Problem error={error} />
      {kind === undefined ? (
        <p className="page-none">There is no preview of such a file; save it to look at it.</p>
      ) : null}
      {tooLarge ? <p className="page-none">The image is too large to be shown here; save it to look at it.</p> : null}
      {kind !== undefined && !tooLarge && data === undefined && error === null ? <Waiting /> : null}
      {kind === undefined || data === undefined ? null : (
        <>
          {data.isCut ? (
            <p className="page-cut">
              Cut: these are the first {bytes(data.bytes.length)} of {bytes(size ?? data.bytes.length)}.
            </p>
          ) : null}
          <Suspense fallback={<Waiting />}>
            <Content kind={kind} file={file} loaded={data} />
          </Suspense>
        </>
      )}
    </section>
  );
}

interface ContentProps {
  readonly kind: PreviewKind;
  readonly file: FileEntry;
  readonly loaded: LoadedFile;
}

function Content({ kind, file, loaded }: ContentProps) {
  if (loaded.bytes.length === 0) return <p className="page-none">The file is empty.</p>;
  if (kind === 'image') return <Picture file={file} content={loaded.bytes} />;
  const text = new TextDecoder().decode(loaded.bytes);
  if (text.includes('\0')) return <p className="page-none">These bytes are no text; save the file to look at it.</p>;
  if (kind === 'table') return <CsvTable text={text} isCut={loaded.isCut} isTabbed={/\.tsv$/i.test(file.path)} />;
  if (kind === 'page') return <HtmlPage html={text} title={file.path} />;
  if (kind === 'markdown') return <Markdown text={text} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard.
    <pre className="file-text" tabIndex={0}>
      {text}
    </pre>
  );
}

/** In the page itself, not by its address: asking for it takes the key of this tab. What an SVG holds does not run in an image. */
function Picture({ file: { path, contentType }, content }: { readonly file: FileEntry; readonly content: Uint8Array }) {
  const type = contentType?.startsWith('image/') ? contentType.split(';')[0] : 'image/png';
  let binary = '';
  for (let at = 0; at < content.length; at += 8_192) binary += String.fromCharCode(...content.subarray(at, at + 8_192));
  return <img className="file-image" src={`data:${type};base64,${btoa(binary)}`} alt={shortened(path, 200)} />;
}

function Save({ url, name }: { readonly url: string; readonly name: string }) {
  // Without a key the browser can save it by itself, however large it is.
  return sessionKey.get() === undefined ? (
    <a href={url} download={name}>
      Save
    </a>
  ) : (
    <button type="button" onClick={() => void saveFile(url, name)}>
      Save
    </button>
  );
}
