import { pick, useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/** Makes the tabs one stop of the Tab key, at the shown one; the arrows, Home and End go to the others. */
export function TabKeys() {
  const { tabs, activeTabIndex } = useGraphiQL(pick('tabs', 'activeTabIndex'));
  // biome-ignore lint/correctness/useExhaustiveDependencies: other tabs mean other buttons.
  useEffect(() => {
    for (const [index, tab] of [...document.querySelectorAll('.graphiql-tabs [role=tab]')].entries()) {
      for (const button of tab.querySelectorAll('button')) button.tabIndex = index === activeTabIndex ? 0 : -1;
      if (index === activeTabIndex) bringInSight(tab);
    }
  }, [tabs, activeTabIndex]);
  useEffect(() => {
    const list = document.querySelector<HTMLElement>('.graphiql-tabs');
    list?.addEventListener('keydown', moveFocus);
    return () => list?.removeEventListener('keydown', moveFocus);
  }, []);
  return null;
}

/** By scrolling the tabs themselves: `scrollIntoView` would also have the Tab key go on from there, past the link that skips them. */
function bringInSight(tab: Element): void {
  const list = tab.parentElement;
  if (list === null) return;
  const [shown, wanted] = [list.getBoundingClientRect(), tab.getBoundingClientRect()];
  if (wanted.top < shown.top) list.scrollTop -= shown.top - wanted.top;
  else if (wanted.bottom > shown.bottom) list.scrollTop += wanted.bottom - shown.bottom;
}

function moveFocus(event: KeyboardEvent): void {
  const buttons = [...document.querySelectorAll<HTMLElement>('.graphiql-tab-button')];
  const now = buttons.findIndex((button) => button.parentElement?.contains(document.activeElement));
  const next = new Map([
    ['ArrowLeft', now - 1],
    ['ArrowRight', (now + 1) % buttons.length],
    ['Home', 0],
    ['End', -1],
  ]).get(event.key);
  if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  buttons.at(next)?.focus();
}
