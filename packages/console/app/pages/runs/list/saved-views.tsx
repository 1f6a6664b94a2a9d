import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { projectPrefix } from '../../../lineage/page/addresses.js';
import { shortened } from '../../../lineage/view/card/card-size.js';

interface SavedView {
  readonly name: string;
  /** The address behind `?`: who gets the link sees the same. */
  readonly search: string;
}

const MOST = 50;
const LONGEST = 256;

/** Views of the list that this browser remembers, by name; their addresses can be given to others. */
export function SavedViews({ search }: { readonly search: string }) {
  const [views, setViews] = useState(readViews);
  const keep = (next: readonly SavedView[]) => {
    setViews(next);
    try {
      localStorage.setItem(storageKey(), JSON.stringify(next));
    } catch {
      // A browser that remembers nothing still shows them until the page is left.
    }
  };
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('view') ?? '').trim();
    if (name === '') return;
    event.currentTarget.reset();
    keep([...views.filter((view) => view.name !== name), { name, search }].slice(-MOST));
  };
  return (
    <div className="page-filters run-views">
      {views.map((view) => (
        <span key={view.name} className="run-view">
          <Link to={`/runs?${view.search}`} aria-current={view.search === search ? 'page' : undefined}>
            <bdi>{shortened(view.name, 40)}</bdi>
          </Link>
          <button
            type="button"
            aria-label={`Forget the view ${shortened(view.name, 40)}`}
            onClick={() => keep(views.filter(({ name }) => name !== view.name))}
          >
            ×
          </button>
        </span>
      ))}
      <form onSubmit={save}>
        <input name="view" aria-label="Name of the view" placeholder="Save this view as" maxLength={LONGEST} />
        <button type="submit">Save view</button>
      </form>
      <button type="button" onClick={() => void navigator.clipboard?.writeText(location.href)}>
        Copy link
      </button>
    </div>
  );
}

const storageKey = () => `headwater:run-views:${projectPrefix()}`;

function readViews(): readonly SavedView[] {
  try {
    const views: unknown = JSON.parse(localStorage.getItem(storageKey()) ?? '[]');
    return Array.isArray(views) ? views.filter(isView).slice(-MOST) : [];
  } catch {
    return [];
  }
}

const isView = (value: unknown): value is SavedView =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as SavedView).name === 'string' &&
  typeof (value as SavedView).search === 'string';
