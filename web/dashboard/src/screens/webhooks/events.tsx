/** Which events are sent: in groups, each with what it tells of. */
import type { EventKind } from '../../data/webhooks.ts';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/field.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { useWords } from '../../words.tsx';
import { EVENT_TEXTS, GROUP_NAMES, GROUPS, groupOf, type EventGroup } from './event-texts.ts';

type Flags = Record<string, boolean>;

export function Events({
  kinds,
  chosen,
  mayManage,
  onChange,
}: {
  kinds: readonly EventKind[];
  chosen: Flags;
  mayManage: boolean;
  onChange(chosen: Flags): void;
}) {
  const { say } = useWords();
  const usual = Object.fromEntries(kinds.map(({ flag, is_default: isOn }) => [flag, isOn]));
  const isUsual = kinds.every(({ flag }) => chosen[flag] === usual[flag]);
  const groups = GROUPS.map(
    (group) => [group, kinds.filter(({ event }) => groupOf(event) === group)] as const,
  ).filter(([, some]) => some.length > 0);
  return (
    <Section
      title={say('events')}
      lead={say('eventsLead')}
      actions={
        mayManage && !isUsual ? (
          <Button onPress={() => onChange(usual)}>{say('eventsUsual')}</Button>
        ) : undefined
      }
    >
      <Card className="divide-y divide-line">
        {groups.map(([group, some]) => (
          <Group
            key={group}
            group={group}
            kinds={some}
            chosen={chosen}
            mayManage={mayManage}
            onChange={onChange}
          />
        ))}
      </Card>
    </Section>
  );
}

function Group({
  group,
  kinds,
  chosen,
  mayManage,
  onChange,
}: {
  group: EventGroup;
  kinds: readonly EventKind[];
  chosen: Flags;
  mayManage: boolean;
  onChange(chosen: Flags): void;
}) {
  const { say } = useWords();
  const count = kinds.filter(({ flag }) => chosen[flag] === true).length;
  return (
    <fieldset className="p-4">
      <legend className="float-start mb-1 flex w-full flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium">{say(GROUP_NAMES[group])}</span>
        <span className="text-sm text-muted">
          {say('eventsSent', { count, all: kinds.length })}
        </span>
      </legend>
      <div className="clear-both grid gap-x-6 sm:grid-cols-2">
        {kinds.map((kind) => (
          <Check
            key={kind.flag}
            label={<Name kind={kind} />}
            hint={say(EVENT_TEXTS[kind.flag as keyof typeof EVENT_TEXTS])}
            disabled={!mayManage}
            checked={chosen[kind.flag] === true}
            onChange={({ target }) => onChange({ ...chosen, [kind.flag]: target.checked })}
          />
        ))}
      </div>
    </fieldset>
  );
}

function Name({ kind }: { kind: EventKind }) {
  const { say } = useWords();
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <code className="font-mono text-sm">{kind.event}</code>
      {!kind.is_default && <span className="text-xs text-muted">{say('eventNotUsual')}</span>}
    </span>
  );
}
