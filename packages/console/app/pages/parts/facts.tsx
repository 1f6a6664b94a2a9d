import type { ReactNode } from 'react';

/** Names and what they are; what isn't known is left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="page-facts">
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === 'string' ? <bdi>{value}</bdi> : value}</dd>
          </div>
        ))}
    </dl>
  );
}

export interface SectionProps {
  readonly title: string;
  /** How many there are; left out where it is one thing. */
  readonly count?: number;
  /** Whether there are more than are counted. */
  readonly hasMore?: boolean;
  /** What stands there where there is nothing. */
  readonly empty?: string;
  readonly children: ReactNode;
}

export function Section({ title, count, hasMore = false, empty, children }: SectionProps) {
  return (
    <section className="page-section" aria-label={title}>
      <h2>
        {title}{' '}
        {count === undefined || count === 0 ? null : (
          <small>{`${count.toLocaleString('en')}${hasMore ? '+' : ''}`}</small>
        )}
      </h2>
      {count === 0 ? <p className="page-none">{empty}</p> : <div className="page-scroll">{children}</div>}
    </section>
  );
}
