/** How much of a plan is left, as phones show it. */
import { bytesText } from '../../data/amounts.ts';
import type { PhonePlan } from '../../data/types.ts';
import { useWords } from '../../words.tsx';

const RADIUS = 52;
const ROUND = 2 * Math.PI * RADIUS;

export function PlanMeter({ plan }: { plan: PhonePlan }) {
  const { say, locale, time } = useWords();
  const { total_bytes: total, used_bytes: used, status } = plan;
  const left = total === null ? 1 : Math.max(0, 1 - used / total);
  const isOver = status === 'EXPIRED' || status === 'DEPLETED';
  return (
    <div className="flex flex-col items-center gap-2">
      <div className="relative size-32">
        <svg viewBox="0 0 120 120" aria-hidden className="size-full -rotate-90">
          <circle cx="60" cy="60" r={RADIUS} className="fill-none stroke-hover" strokeWidth="9" />
          <circle
            cx="60"
            cy="60"
            r={RADIUS}
            className={`meter fill-none ${isOver ? 'stroke-edge' : left <= 0.2 ? 'stroke-warn' : 'stroke-accent'}`}
            strokeWidth="9"
            strokeLinecap={left > 0.01 ? 'round' : 'butt'}
            strokeDasharray={`${ROUND * left} ${ROUND}`}
          />
        </svg>
        <p className="absolute inset-0 flex flex-col items-center justify-center text-center">
          <span className="text-lg leading-tight font-semibold tabular-nums">
            {total === null ? '∞' : amountText(Math.max(0, total - used), locale)}
          </span>
          <span className="text-xs text-muted">
            {say(status === 'EXPIRED' ? 'planExpired' : 'planLeft')}
          </span>
        </p>
      </div>
      <p className="text-center text-sm text-muted">
        <span className="tabular-nums">
          {total === null
            ? say('planUsedUnlimited', { used: amountText(used, locale) })
            : say('planUsed', {
                used: amountText(used, locale),
                total: amountText(total, locale),
              })}
        </span>
        <br />
        {placeText(plan.destination_iso3, locale)}
        {plan.expires_at !== null && status === 'ACTIVE' && (
          <> · {say('planUntil', { when: time(plan.expires_at) })}</>
        )}
      </p>
    </div>
  );
}

/** Nothing is no megabyte: as phones say it. */
const amountText = (bytes: number, locale: string): string =>
  bytes === 0
    ? new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte' }).format(0)
    : bytesText(bytes, locale);

/** Names of regions are the catalog's own. */
function placeText(iso3: string, locale: string): string {
  const iso2 = ISO2[iso3];
  return iso2 === undefined
    ? iso3
    : (new Intl.DisplayNames(locale, { type: 'region' }).of(iso2) ?? iso3);
}

/** Of the countries that trips are played in: browsers know countries by two letters only. */
const ISO2: Record<string, string> = {
  GRC: 'GR',
  ESP: 'ES',
  ITA: 'IT',
  FRA: 'FR',
  TUR: 'TR',
  USA: 'US',
  JPN: 'JP',
  THA: 'TH',
};
