/** The page is light or dark as GraphiQL was last set; as the system is where it never was. */
export function applyThemeOfGraphiQL(storage: Pick<Storage, 'getItem'>): void {
  const theme = storage.getItem('headwater:graphiql:theme');
  if (theme === 'light' || theme === 'dark') document.body.classList.add(`graphiql-${theme}`);
}
