/** What waits for somebody, and where it is done. */
import { ENDING_SOON } from '../../data/codes.ts';
import { numberText } from '../../data/reports.ts';
import { WAITING } from '../../data/support.ts';
import type { Need, NeedKind } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { LinkButton } from '../../ui/link.tsx';
import { Card, Row, Section } from '../../ui/page.tsx';
import { Notice } from '../../ui/said.tsx';
import { useWords, type Key, type Words } from '../../words.tsx';

type Said = {
  title: Key;
  text: Key;
  tone: 'danger' | 'warn' | 'plain';
  to: (need: Need) => { to: string; params?: object; search?: object } | null;
};

const SAID: Record<NeedKind, Said> = {
  endpoint_disabled: {
    title: 'needEndpointDisabled',
    text: 'needEndpointDisabledText',
    tone: 'danger',
    to: () => ({ to: '/p/$partner/webhooks' }),
  },
  endpoint_failing: {
    title: 'needEndpointFailing',
    text: 'needEndpointFailingText',
    tone: 'danger',
    to: () => ({ to: '/p/$partner/webhooks' }),
  },
  deliveries_exhausted: {
    title: 'needDeliveries',
    text: 'needDeliveriesText',
    tone: 'danger',
    to: () => ({ to: '/p/$partner/deliveries', search: { state: 'exhausted' } }),
  },
  endpoint_off: {
    title: 'needEndpointOff',
    text: 'needEndpointOffText',
    tone: 'warn',
    to: () => ({ to: '/p/$partner/webhooks' }),
  },
  key_expiring: {
    title: 'needKey',
    text: 'needKeyText',
    tone: 'warn',
    to: () => ({ to: '/p/$partner/keys' }),
  },
  support_open: {
    title: 'needSupport',
    text: 'needSupportText',
    tone: 'warn',
    to: () => ({ to: '/p/$partner/support', search: WAITING }),
  },
  import_waiting: {
    title: 'needImport',
    text: 'needImportText',
    tone: 'plain',
    to: ({ subject }) => ({ to: '/p/$partner/imports/$id', params: { id: subject } }),
  },
  codes_ending: {
    title: 'needCodes',
    text: 'needCodesText',
    tone: 'plain',
    to: () => ({ to: '/p/$partner/unredeemed-codes', search: ENDING_SOON }),
  },
};
const DOTS = { danger: 'bg-danger', warn: 'bg-warn', plain: 'bg-accent' } as const;

export function Needs({ scope, needs }: { scope: Scope; needs: readonly Need[] }) {
  const { say } = useWords();
  return (
    <Section title={say('needsYou')}>
      {needs.length === 0 ? (
        <Notice tone="good">{say('needsNothing')}</Notice>
      ) : (
        <Card>
          <ul>
            {needs.map((need) => (
              <OneNeed key={`${need.kind} ${need.subject}`} scope={scope} need={need} />
            ))}
          </ul>
        </Card>
      )}
    </Section>
  );
}

function OneNeed({ scope, need }: { scope: Scope; need: Need }) {
  const words = useWords();
  const { title, text, tone, to } = SAID[need.kind];
  const target = to(need);
  const said = words.say(title, { name: need.name ?? need.subject ?? '' });
  return (
    <Row
      actions={
        target !== null && (
          <LinkButton
            {...target}
            params={{ partner: scope.partner?.slug, ...target.params }}
            label={`${words.say('needLook')}: ${said}`}
          >
            {words.say('needLook')}
          </LinkButton>
        )
      }
    >
      <p className="flex items-baseline gap-2.5 font-medium">
        <span aria-hidden className={`size-2 shrink-0 rounded-full ${DOTS[tone]}`} />
        <span className="min-w-0">{said}</span>
      </p>
      <p className="ps-4.5 text-sm text-muted">
        {words.say(text, {
          count: need.count,
          shown: countOf(need, words),
          when: whenOf(need, words),
        })}
        {need.is_more && need.subject !== null && ` ${words.say('needMore')}`}
      </p>
    </Row>
  );
}

/** `1,000+`: there are more than were counted. */
const countOf = ({ count, is_more: isMore }: Need, { locale }: Words): number | string =>
  isMore ? `${numberText(count, locale)}+` : count;

/** An end that is near is said from here; a beginning and an appointed hour as they are. */
const whenOf = ({ kind, at }: Need, { relative, time }: Words): string => {
  if (at === null) return '';
  return kind === 'key_expiring' || kind === 'codes_ending' ? relative(at) : time(at);
};
