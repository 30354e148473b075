/** From a key to the first event: each step with the command to copy or the screen to open. */
import { useMutation } from '@tanstack/react-query';
import { CircleCheck, CircleDashed } from 'lucide-react';
import { putFirstStepsAway } from '../../data/home.ts';
import { FIRST_CALL } from '../../data/keys.ts';
import { queryClient } from '../../data/queries.ts';
import type { FirstStep } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Snippet } from '../../ui/copy.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { Trouble } from '../../ui/said.tsx';
import { useLanguage, useWords, type Key } from '../../words.tsx';

type Step = FirstStep['step'];
/** A screen, or a command. */
const SAID: Record<Step, { text: Key; to?: string; command?: (api: string) => string }> = {
  key: { text: 'stepKey', to: '/p/$partner/keys' },
  call: { text: 'stepCall', command: () => FIRST_CALL },
  booking: {
    text: 'stepBooking',
    command: (api) =>
      `npx hubby sign POST /api/bookings | curl -s -H @- -H 'content-type: application/json' -d '${JSON.stringify(BOOKING)}' ${api}/api/bookings`,
  },
  endpoint: { text: 'stepEndpoint', to: '/p/$partner/webhooks' },
  event: { text: 'stepEvent', to: '/p/$partner/deliveries' },
};
const BOOKING = {
  booking_id: 'TRIP-1',
  departure_date: '2030-07-15',
  package_specifications: [{ external_user_id: 'ada', destination: 'GR', size: '1GB' }],
};

export function FirstSteps({ scope, steps }: { scope: Scope; steps: readonly FirstStep[] }) {
  const { say } = useWords();
  const putAway = useMutation({
    mutationFn: () => putFirstStepsAway(scope.path),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [scope.path, 'home'] }),
  });
  const next = steps.find((one) => !one.is_done)?.step;
  const done = steps.filter((one) => one.is_done).length;
  return (
    <Section
      title={say('firstSteps')}
      lead={`${say('firstStepsLead')} ${say('firstStepsDone', { done, all: steps.length })}`}
      actions={
        <Button look="quiet" isPending={putAway.isPending} onPress={() => putAway.mutate()}>
          {say('firstStepsAway')}
        </Button>
      }
    >
      <Trouble error={putAway.error} />
      <Card>
        <ol>
          {steps.map((one) => (
            <OneStep key={one.step} scope={scope} {...one} isNext={one.step === next} />
          ))}
        </ol>
      </Card>
    </Section>
  );
}

function OneStep({
  scope,
  step,
  is_done: isDone,
  isNext,
}: FirstStep & { scope: Scope; isNext: boolean }) {
  const { words, boot } = useLanguage();
  const { say } = words;
  const { text, to, command } = SAID[step];
  const Sign = isDone ? CircleCheck : CircleDashed;
  return (
    <li
      aria-current={isNext ? 'step' : undefined}
      className="flex flex-col gap-3 border-line px-4 py-3 not-first:border-t"
    >
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p
          className={cn(
            'flex min-h-8 items-center gap-2.5',
            isDone ? 'text-muted' : isNext && 'font-medium',
          )}
        >
          <Sign
            size={18}
            aria-hidden
            className={cn('shrink-0', isDone ? 'text-good' : 'text-muted')}
          />
          <span>{say(text)}</span>
          {isDone && <span className="sr-only">{say('stepDone')}</span>}
        </p>
        {!isDone && to !== undefined && (
          <LinkButton
            to={to}
            params={{ partner: scope.partner?.slug }}
            label={`${say('stepOpen')}: ${say(text)}`}
            look={isNext ? 'primary' : 'plain'}
          >
            {say('stepOpen')}
          </LinkButton>
        )}
      </div>
      {isNext && command !== undefined && (
        <Snippet label={say('stepCommand')} text={command(boot.api)} />
      )}
    </li>
  );
}
