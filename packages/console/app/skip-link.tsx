/** The first stop of the Tab key: past side bar and tabs, into the editor. */
export function SkipLink() {
  return (
    <button type="button" className="skip-link" onClick={focusEditor}>
      Skip to the editor
    </button>
  );
}

function focusEditor(): void {
  document.querySelector<HTMLElement>('.graphiql-query-editor textarea')?.focus();
}
