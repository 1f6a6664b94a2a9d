import { shortened } from '../../lineage/view/card/card-size.js';

/** Nothing is loaded from anywhere, also not from this service, and nothing is sent. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; base-uri 'none'";

/**
 * A page that somebody has put there, in a frame that can do nothing: no scripts, no forms, no way to the page around it, an origin of its own. It gets the
 * page as text, so that it needs no key, and a policy before anything else of it is read.
 */
export function HtmlPage({ html, title }: { readonly html: string; readonly title: string }) {
  const [doctype = ''] = /^\s*<!doctype[^>]*>/i.exec(html) ?? [];
  const guarded = `${doctype}<meta http-equiv="Content-Security-Policy" content="${POLICY}">${html.slice(doctype.length)}`;
  return (
    <>
      <p className="page-none">Shown without its scripts.</p>
      <iframe
        className="file-page"
        sandbox=""
        referrerPolicy="no-referrer"
        title={shortened(title, 200)}
        srcDoc={guarded}
      />
    </>
  );
}
