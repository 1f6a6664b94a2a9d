import { useEffect, useId, useRef, useState } from 'react';
import type { Ask } from '../lineage/ask/ask.js';
import { kindLook } from '../lineage/graph/kinds.js';
import { shortened } from '../lineage/view/card/card-size.js';
import { KindMark } from './kind-mark.js';
import { type Answered, type Found, useSearch } from './use-search.js';

export interface SearchBoxProps {
  readonly ask: Ask;
  /** Goes to one of the nodes that were found. */
  readonly open: (node: Found, found: readonly Found[]) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Finds anything by its name, from any page: `/` leads here, the arrows and Enter to what was found. */
export function SearchBox({ ask, open }: SearchBoxProps) {
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  // Enter, before the answer is there.
  const [hurried, setHurried] = useState(false);
  const wanted = text.trim();
  const answered = useSearch(ask, wanted);
  const isWaiting = wanted !== '' && answered?.text !== wanted;
  const found = wanted === '' ? [] : (answered?.nodes ?? []);
  useSlash(field);
  const go = (node: Found | undefined) => {
    setHurried(false);
    if (node === undefined) return;
    setText('');
    setOpen(false);
    field.current?.blur();
    open(node, found);
  };
  useEffect(() => {
    if (hurried && !isWaiting) go(found[0]);
  });
  const write = (next: string) => {
    setText(next);
    setAt(0);
    setHurried(false);
    setOpen(true);
  };
  const isShown = isOpen && wanted !== '';
  return (
    <search
      className="search-box"
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setOpen(false);
      }}
    >
      <input
        ref={field}
        type="search"
        role="combobox"
        aria-label="Search everything"
        aria-autocomplete="list"
        aria-expanded={isShown && found.length > 0}
        aria-controls={listId}
        aria-activedescendant={isShown && found[at] !== undefined ? `${listId}-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        placeholder="Search everything  /"
        value={text}
        onFocus={() => setOpen(true)}
        onChange={({ target }) => write(target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const step = STEPS[event.key];
          if (event.key === 'Enter') {
            if (isWaiting) setHurried(true);
            else go(found[at]);
          }
          if (event.key === 'Escape') {
            if (text === '') field.current?.blur();
            write('');
          }
          if (step === undefined || found.length === 0) return;
          event.preventDefault();
          setOpen(true);
          setAt((at + step + found.length) % found.length);
        }}
      />
      {isShown ? (
        <div className="search-found" aria-busy={isWaiting}>
          <div id={listId} role="listbox" aria-label="Found">
            {found.map((node, index) => (
              <Option key={node.id} id={`${listId}-${index}`} node={node} isAt={index === at} choose={() => go(node)} />
            ))}
          </div>
          <p role="status">{isWaiting && found.length === 0 ? 'Looking…' : sentenceOf(answered)}</p>
        </div>
      ) : null}
    </search>
  );
}

/** What there is to say beside what was found. */
function sentenceOf(answered: Answered | undefined): string {
  if (answered === undefined) return '';
  const { text, nodes, hasMore, problem } = answered;
  if (problem !== undefined) return problem;
  if (nodes.length === 0) return `Nothing has a word that begins with “${shortened(text, 40)}”.`;
  return hasMore ? 'There are more: write more of the name.' : '';
}

interface OptionProps {
  readonly id: string;
  readonly node: Found;
  readonly isAt: boolean;
  readonly choose: () => void;
}

function Option({ id, node, isAt, choose }: OptionProps) {
  const option = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isAt) option.current?.scrollIntoView({ block: 'nearest' });
  }, [isAt]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus.
    <div
      ref={option}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isAt}
      // The field keeps the focus until one has chosen.
      onPointerDown={(event) => event.preventDefault()}
      onClick={choose}
    >
      <KindMark kind={node.kind} />
      <strong>
        <bdi>{shortened(node.label, 60)}</bdi>
      </strong>
      {node.description === null ? null : <span>{node.description.slice(0, 200)}</span>}
      <small>{kindLook(node.kind).word}</small>
    </div>
  );
}

/** As on GitHub: wherever nobody writes, `/` leads to the search. */
function useSlash(field: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const element = event.target as HTMLElement;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (element.matches('input, textarea, select, [contenteditable]')) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [field]);
}
