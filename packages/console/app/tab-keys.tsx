import { pick, useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/** Makes the tabs one stop of the Tab key, at the shown one; the arrows, Home and End go to the others. */
export function TabKeys() {
  const { tabs, activeTabIndex } = useGraphiQL(pick('tabs', 'activeTabIndex'));
  // biome-ignore lint/correctness/useExhaustiveDependencies: other tabs mean other buttons.
  useEffect(() => {
    for (const [index, tab] of [...document.querySelectorAll('.graphiql-tabs [role=tab]')].entries()) {
      for (const button of tab.querySelectorAll('button')) button.tabIndex = index === activeTabIndex ? 0 : -1;
      if (index === activeTabIndex) tab.scrollIntoView({ block: 'nearest' });
    }
  }, [tabs, activeTabIndex]);
  useEffect(() => {
    const list = document.querySelector<HTMLElement>('.graphiql-tabs');
    list?.addEventListener('keydown', moveFocus);
    return () => list?.removeEventListener('keydown', moveFocus);
  }, []);
  return null;
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
