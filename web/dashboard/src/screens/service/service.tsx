/** How well the installation served, beside what it promises; each figure says what it counts. */
import { useQuery } from '@tanstack/react-query';
import { dayText, numberText, serviceQuery, shareText, spanText } from '../../data/reports.ts';
import type { ServiceFigure, ServiceFigureName, ServiceReport } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Bars, type Bar } from '../../ui/bars.tsx';
import { OutLink } from '../../ui/link.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { Badge, Skeleton, Trouble } from '../../ui/said.tsx';
import { useLanguage, useWords, type Key } from '../../words.tsx';

const SAID: Record<ServiceFigureName, { name: Key; means: Key }> = {
  availability: { name: 'serviceAvailability', means: 'serviceAvailabilityMeans' },
  provisioning: { name: 'serviceProvisioning', means: 'serviceProvisioningMeans' },
  webhooks: { name: 'serviceWebhooks', means: 'serviceWebhooksMeans' },
  usage: { name: 'serviceUsage', means: 'serviceUsageMeans' },
  support: { name: 'serviceSupport', means: 'serviceSupportMeans' },
};
const DAYS = 90;
const DAY_MS = 86_400_000;

export function ServiceScreen() {
  const { words, boot } = useLanguage();
  const { say } = words;
  const { path } = useScope();
  const report = useQuery(serviceQuery(path));
  return (
    <Page title={say('service')} lead={say('serviceLead')}>
      <Trouble error={report.error} onRetry={() => void report.refetch()} />
      {report.isPending && <Skeleton rows={10} />}
      {report.data?.figures.map((figure) => (
        <Figure key={figure.figure} figure={figure} to={report.data.to} />
      ))}
      <p className="text-sm">
        <OutLink href={`${boot.api}/status`}>{say('serviceFiles')}</OutLink>
      </p>
    </Page>
  );
}

function Figure({ figure, to }: { figure: ServiceFigure; to: ServiceReport['to'] }) {
  const { say, locale } = useWords();
  const { name, means } = SAID[figure.figure];
  const { overall, promise, within_ms: within } = figure;
  const isKept = overall.share !== null && overall.share >= promise;
  const promised = shareText(promise, locale, promise >= 0.999 ? 2 : 0);
  return (
    <Card className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 className="text-lg font-semibold">{say(name)}</h2>
        <p className="flex flex-wrap items-center gap-x-3">
          <span className="text-lg font-semibold tabular-nums">
            {shareText(overall.share, locale, 2)}
          </span>
          {overall.share !== null && (
            <Badge tone={isKept ? 'good' : 'danger'}>
              {say(isKept ? 'serviceKept' : 'serviceMissed')}
            </Badge>
          )}
        </p>
      </div>
      <Days figure={figure} to={to} />
      <p className="text-sm">
        {within === null
          ? say('servicePromise', { share: promised })
          : say('servicePromiseWithin', { share: promised, time: spanText(within, locale) })}
        {'. '}
        {overall.total > 0
          ? `${say('serviceOf', { count: numberText(overall.total, locale) })}. `
          : `${say('serviceNothing')}. `}
        {overall.mean_ms !== null &&
          overall.slowest_ms !== null &&
          say('serviceTimes', {
            mean: spanText(overall.mean_ms, locale),
            slowest: spanText(overall.slowest_ms, locale),
          })}
      </p>
      <p className="text-sm text-muted">{say(means)}</p>
    </Card>
  );
}

/** The last 90 days; one of which nothing is known is low and pale. */
function Days({ figure: { days, promise }, to }: { figure: ServiceFigure; to: string }) {
  const { say, locale } = useWords();
  const byDate = new Map(days.map((day) => [day.date, day.share]));
  const bars = Array.from({ length: DAYS }, (_, at): Bar => {
    const date = new Date(Date.parse(to) - (DAYS - 1 - at) * DAY_MS).toISOString().slice(0, 10);
    const share = byDate.get(date) ?? null;
    return {
      name: date,
      text: say('serviceBar', {
        day: dayText(date, locale),
        share: share === null ? say('serviceNothing') : shareText(share, locale, 2),
      }),
      parts: [
        share === null
          ? { share: 0.12, tone: 'none' }
          : { share: 1, tone: share >= promise ? 'good' : 'danger' },
      ],
    };
  });
  const known = days.filter(({ share }) => share !== null);
  return (
    <Bars
      className="h-9"
      label={say('serviceBars', {
        days: known.length,
        missed: known.filter(({ share }) => share! < promise).length,
      })}
      bars={bars}
    />
  );
}
