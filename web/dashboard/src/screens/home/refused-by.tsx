/** Why bookings were refused, with the requests of each reason. */
import { bookingRequests } from '../../data/home.ts';
import { numberText } from '../../data/reports.ts';
import type { Home } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { TextLink } from '../../ui/link.tsx';
import { Card, Row, Section } from '../../ui/page.tsx';
import { useWords } from '../../words.tsx';

export function RefusedBy({
  scope,
  refused_by: refused,
  refused_between: between,
}: { scope: Scope } & Pick<Home['bookings'], 'refused_by' | 'refused_between'>) {
  const { say, locale, timeZone } = useWords();
  if (refused.length === 0) return null;
  return (
    <Section title={say('refusedBy')} lead={say('refusedByMeans')}>
      <Card>
        <ul>
          {refused.map(({ error_type: type, count }) => (
            <Row
              key={type}
              actions={
                <TextLink
                  to="/p/$partner/requests"
                  params={{ partner: scope.partner?.slug }}
                  search={{ ...bookingRequests(between, timeZone), error_type: type }}
                >
                  {say('requests')}
                </TextLink>
              }
            >
              <p className="flex flex-wrap items-baseline gap-x-3">
                <span className="font-mono text-sm">{type}</span>
                <span className="text-muted tabular-nums">{numberText(count, locale)}</span>
              </p>
            </Row>
          ))}
        </ul>
      </Card>
    </Section>
  );
}
