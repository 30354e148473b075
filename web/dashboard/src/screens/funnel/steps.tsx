/** Each step with its share of all, the time since the one before, and who is behind it. */
import { numberText, shareText, spanText } from '../../data/reports.ts';
import type { StepFigure, StepReport } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { TextLink } from '../../ui/link.tsx';
import { Card } from '../../ui/page.tsx';
import { useWords } from '../../words.tsx';
import { STEP_TEXTS } from './step-texts.ts';

export function Steps({ report }: { report: StepReport }) {
  const issued = report.steps[0]?.count ?? 0;
  return (
    <Card>
      <ol>
        {report.steps.map((one) => (
          <OneStep key={one.step} {...one} issued={issued} report={report} />
        ))}
      </ol>
    </Card>
  );
}

function OneStep({
  step,
  count,
  median_ms: median,
  p90_ms: p90,
  issued,
  report: { from, to },
}: StepFigure & { issued: number; report: StepReport }) {
  const { say, locale } = useWords();
  const partner = useScope().partner?.slug;
  const { name, means } = STEP_TEXTS[step];
  const missing = issued - count;
  const share = issued === 0 ? 0 : count / issued;
  const list = (search: object) => ({
    to: '/p/$partner/packages',
    params: { partner },
    search: { ...search, from, to },
  });
  return (
    <li className="flex flex-col gap-2 border-line px-4 py-3.5 not-first:border-t">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 className="font-medium">{say(name)}</h2>
        <p className="flex flex-wrap items-baseline gap-x-4 tabular-nums">
          <TextLink {...list({ step })}>
            <span className="text-lg font-semibold">{numberText(count, locale)}</span>
          </TextLink>
          {step !== 'issued' && (
            <span className="text-sm text-muted">
              {say('funnelOfIssued', { share: shareText(share, locale) })}
            </span>
          )}
          {missing > 0 && (
            <TextLink {...list({ missing: step })}>
              <span className="text-sm">
                {say('funnelMissing', { count: numberText(missing, locale) })}
              </span>
            </TextLink>
          )}
        </p>
      </div>
      <progress
        aria-label={say(name)}
        value={count}
        max={Math.max(issued, 1)}
        className="usage h-2 w-full overflow-hidden rounded-full"
      />
      <p className="text-sm text-muted">
        {say(means)}{' '}
        {median !== null && p90 !== null && (
          <span className="text-ink">
            {say('funnelTimes', { median: spanText(median, locale), p90: spanText(p90, locale) })}
          </span>
        )}
      </p>
    </li>
  );
}
