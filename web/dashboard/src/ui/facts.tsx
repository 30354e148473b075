/** What is known of one thing, name by name. */
import type { ReactNode } from 'react';

export type Fact = readonly [term: string, fact: ReactNode] | null;

/** Null: not of this one. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className="grid grid-cols-[fit-content(50%)_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1.5">
    {facts.map(
      (one) =>
        one !== null && (
          <div key={one[0]} className="contents">
            <dt className="min-w-20 text-sm text-muted">{one[0]}</dt>
            {/* A state is one line in lists; here it gives way to large text. */}
            <dd className="flex min-w-0 flex-wrap items-center gap-x-3 [&_.whitespace-nowrap]:whitespace-normal">
              {one[1]}
            </dd>
          </div>
        ),
    )}
  </dl>
);
