import { createContext, use } from 'react';
import { projectPrefix } from '../lineage/page/addresses.js';
import type { Identity } from '../session/who-am-i.js';

/** The project of the page: what its address says, or else what the key of whoever looks is for. */
export const ProjectContext = createContext('default');

export const useProject = (): string => use(ProjectContext);

export function projectOf(identity: Identity | undefined): string {
  const named = projectPrefix().slice('/p/'.length);
  if (named === '') return identity?.state === 'known' ? identity.project : 'default';
  try {
    return decodeURIComponent(named);
  } catch {
    return named;
  }
}
