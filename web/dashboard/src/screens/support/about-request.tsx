/** What a support request tells of the traveler's phone, trip and eSIM, and what was answered. */
import { dayText } from '../../data/reports.ts';
import type { SupportRequest } from '../../data/types.ts';
import { PanelPart } from '../../lists/panel.tsx';
import type { Fact } from '../../ui/facts.tsx';
import { useWords, type Key, type Words } from '../../words.tsx';

const ESIMS: Record<string, Key> = {
  RELEASED: 'esimReleased',
  INSTALLED: 'esimInstalled',
  ENABLED: 'esimEnabled',
  DISABLED: 'esimDisabled',
  DELETED: 'esimDeleted',
};
const PLANS: Record<string, Key> = {
  ACTIVE: 'planRunning',
  DEPLETED: 'planUsedUp',
  EXPIRED: 'planOver',
  NOT_REDEEMED: 'notRedeemed',
};

/** In the traveler's words; null: they gave none, and it was made of the symptom. */
export const ownSubject = ({
  subject,
  symptom,
}: Pick<SupportRequest, 'subject' | 'symptom'>): string | null =>
  subject === symptom?.replaceAll('_', ' ') ? null : subject;

/** As it was when it was asked, and in which language. */
export function contextFacts(
  { context, locale: asked }: Pick<SupportRequest, 'context' | 'locale'>,
  { say, locale }: Words,
): Fact[] {
  const device = [context.device_model, context.os, context.os_version].filter(Boolean).join(' ');
  return [
    device === '' ? null : [say('supportDevice'), device],
    context.booking_destination === null ? null : [say('supportTrip'), context.booking_destination],
    context.departure_date === null
      ? null
      : [say('departure'), dayText(context.departure_date, locale)],
    [say('esim'), say(ESIMS[context.esim_status] ?? 'noEsim')],
    [say('plans'), say(PLANS[context.package_status] ?? 'planNone')],
    [say('language'), new Intl.DisplayNames(locale, { type: 'language' }).of(asked) ?? asked],
  ];
}

export function AnsweredSteps({ steps, locale }: Pick<SupportRequest, 'steps' | 'locale'>) {
  const { say } = useWords();
  if (steps.length === 0) return null;
  return (
    <PanelPart title={say('supportSteps')}>
      <ol className="flex list-decimal flex-col gap-1 ps-5" lang={locale}>
        {steps.map((step) => (
          <li key={step.id}>{step.text}</li>
        ))}
      </ol>
    </PanelPart>
  );
}
