import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { kindLook } from '../../lineage/graph/kinds.js';
import { projectPrefix } from '../../lineage/page/addresses.js';
import { shortened } from '../../lineage/view/card/card-size.js';
import { KindMark } from '../parts/kind-mark.js';
import { useAsk } from '../parts/use-question.js';
import { isPicture, pageOf } from './places.js';

const SEARCH_QUERY = `query Search($text: String!) {
  search(text: $text, first: 12) { nodes { id kind label description } pageInfo { hasNextPage } }
}`;

interface Found {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly description: string | null;
}

interface Answer {
  readonly nodes: readonly Found[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

/** Finds anything by its name, from any page: `/` leads here, the arrows and Enter to what was found. */
export function SearchBox() {
  const ask = useAsk();
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const wanted = text.trim();
  const { data, error } = useQuery({
    queryKey: [SEARCH_QUERY, wanted],
    queryFn: ({ signal }) => ask<{ search: Answer }>(SEARCH_QUERY, { text: wanted }, signal),
    enabled: wanted.length > 1,
  });
  const found = wanted.length > 1 ? (data?.search.nodes ?? []) : [];
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const element = event.target as HTMLElement;
      if (event.key !== '/' || element.matches('input, textarea, select, [contenteditable]')) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  const open = (node: Found | undefined) => {
    if (node === undefined) return;
    const path = pageOf(node);
    setText('');
    if (isPicture(path)) location.assign(projectPrefix() + path);
    else void navigate(path);
  };
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
  return (
    <search className="pages-search">
      <input
        ref={field}
        type="search"
        role="combobox"
        aria-label="Search everything"
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-activedescendant={found[at] === undefined ? undefined : `${listId} ${at}`}
        placeholder="Search everything  /"
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const step = steps[event.key];
          if (event.key === 'Enter') open(found[at]);
          if (event.key === 'Escape') setText('');
          if (step === undefined || found.length === 0) return;
          event.preventDefault();
          setAt((at + step + found.length) % found.length);
        }}
      />
      {wanted.length > 1 && (data !== undefined || error !== null) ? (
        <div className="pages-found" id={listId} role="listbox" aria-label="Found">
          {found.map((node, index) => (
            <div
              key={node.id}
              id={`${listId} ${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onPointerDown={() => open(node)}
            >
              <KindMark kind={node.kind} />
              <strong>
                <bdi>{shortened(node.label, 60)}</bdi>
              </strong>
              <small>{kindLook(node.kind).word}</small>
            </div>
          ))}
          {data?.search.pageInfo.hasNextPage === true ? <p>There are more: write more of the name.</p> : null}
          {found.length === 0 ? <p>{error === null ? 'Nothing is called that.' : error.message}</p> : null}
        </div>
      ) : null}
    </search>
  );
}
