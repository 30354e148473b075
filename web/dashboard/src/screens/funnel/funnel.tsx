/** How far plans came: step by step with the time between, by destination, and what was sent. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { toHomeSearch, USUAL_PERIOD } from '../../data/home.ts';
import { deliveriesQuery, stepsQuery } from '../../data/reports.ts';
import type { StepReport } from '../../data/types.ts';
import { NextStep } from '../../lists/next-step.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { Page } from '../../ui/page.tsx';
import { Skeleton, Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import { Counted, Periods } from '../home/periods.tsx';
import { Deliveries } from './deliveries.tsx';
import { Places } from './places.tsx';
import { Steps } from './steps.tsx';

export function FunnelScreen() {
  const { say } = useWords();
  const { path } = useScope();
  const { days = USUAL_PERIOD } = toHomeSearch(useSearch({ strict: false }));
  const report = useQuery({ ...stepsQuery(path, days), placeholderData: keepPreviousData });
  const sent = useQuery({ ...deliveriesQuery(path, days), placeholderData: keepPreviousData });
  const again = (): void => {
    void report.refetch();
    void sent.refetch();
  };
  return (
    <Page isWide title={say('funnel')} lead={say('funnelLead')} actions={<Periods days={days} />}>
      <Trouble error={report.error ?? sent.error} onRetry={again} />
      {report.isPending && <Skeleton rows={8} />}
      {report.data !== undefined && <Funnel report={report.data} />}
      {sent.data !== undefined && <Deliveries report={sent.data} />}
      {report.data !== undefined && <Counted {...report.data} />}
    </Page>
  );
}

function Funnel({ report }: { report: StepReport }) {
  const { say } = useWords();
  if (report.steps[0]?.count === 0)
    return (
      <NextStep title={say('funnelNone')} text={say('funnelNoneText')} command="npx hubby demo" />
    );
  return (
    <>
      <Steps report={report} />
      <Places report={report} />
    </>
  );
}
