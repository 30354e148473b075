/** Where a partner's screens begin: what needs somebody, how it goes, and the first steps. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { homeQuery, toHomeSearch, USUAL_PERIOD } from '../../data/home.ts';
import { queryClient } from '../../data/queries.ts';
import { listenTo } from '../../data/stream.ts';
import type { Home } from '../../data/types.ts';
import { useScope, type Scope } from '../../shell/use-scope.ts';
import { Page } from '../../ui/page.tsx';
import { Skeleton, Trouble } from '../../ui/said.tsx';
import { useLanguage, useWords } from '../../words.tsx';
import { Counted, Periods } from './periods.tsx';
import { DemoData } from './demo-data.tsx';
import { Figures } from './figures.tsx';
import { FirstSteps } from './first-steps.tsx';
import { Needs } from './needs.tsx';
import { RefusedBy } from './refused-by.tsx';

export function HomeScreen() {
  const { say } = useWords();
  const scope = useScope();
  const { days = USUAL_PERIOD } = toHomeSearch(useSearch({ strict: false }));
  const home = useQuery({ ...homeQuery(scope.path, days), placeholderData: keepPreviousData });
  useNews(scope);
  return (
    <Page isWide title={say('home')} lead={say('homeLead')} actions={<Periods days={days} />}>
      <Trouble error={home.error} onRetry={() => void home.refetch()} />
      {home.isPending && <Skeleton rows={10} />}
      {home.data !== undefined && <Parts scope={scope} home={home.data} />}
    </Page>
  );
}

function Parts({ scope, home }: { scope: Scope; home: Home }) {
  const { boot } = useLanguage();
  const isEmpty = home.figures.bookings_accepted.now + home.figures.bookings_accepted.before === 0;
  return (
    <>
      {home.first_steps !== null && <FirstSteps scope={scope} steps={home.first_steps} />}
      {isEmpty && boot.environment === 'staging' && scope.may('bookings.act') && (
        <DemoData scope={scope} />
      )}
      <Needs scope={scope} needs={home.needs} />
      <Figures scope={scope} home={home} />
      {scope.may('logs.read') && <RefusedBy scope={scope} {...home.bookings} />}
      <Counted {...home} />
    </>
  );
}

/** Not more often, however much happens. */
const PACE_MS = 3_000;

/** What is shown is asked for again when something happened; of who may not listen, when they come. */
function useNews({ path, may }: Scope): void {
  const mayListen = may('logs.read');
  useEffect(() => {
    if (!mayListen) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = listenTo(path, ({ hint }) => {
      if (hint === undefined || hint === 'hello' || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        if (!document.hidden) void queryClient.invalidateQueries({ queryKey: [path, 'home'] });
      }, PACE_MS);
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [path, mayListen]);
}
