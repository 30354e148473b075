/** Which messages go to travelers, and when. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import {
  changeSettings,
  settingsQuery,
  type Schedule,
  type Settings,
} from '../../data/settings.ts';
import { useScope, type Scope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Check } from '../../ui/field.tsx';
import { Card, Page, Row, Section } from '../../ui/page.tsx';
import { Badge, Empty, Notice, Skeleton, Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';
import { kindText } from '../messages/message-status.tsx';
import { EditSchedule } from './edit-schedule.tsx';
import { filterText, whenText } from './schedule-text.ts';

export function SchedulesScreen() {
  const { say } = useWords();
  const scope = useScope();
  const settings = useQuery(settingsQuery(scope.path));
  return (
    <Page title={say('schedules')} lead={say('schedulesLead')}>
      <Trouble error={settings.error} onRetry={() => void settings.refetch()} />
      {settings.isPending && <Skeleton rows={6} />}
      {settings.data !== undefined && <Parts scope={scope} settings={settings.data} />}
    </Page>
  );
}

/** The row that is edited; null: a new one; undefined: none. */
type Edited = number | null | undefined;

function Parts({ scope, settings }: { scope: Scope; settings: Settings }) {
  const { say } = useWords();
  const mayWrite = scope.may('settings.write');
  const [edited, setEdited] = useState<Edited>(undefined);
  return (
    <>
      {!mayWrite && <Notice tone="plain">{say('webhooksReadOnly')}</Notice>}
      <Sending scope={scope} settings={settings} mayWrite={mayWrite} />
      <Section
        title={say('schedulesList')}
        lead={say('schedulesZone', { zone: settings.time_zone })}
        actions={
          mayWrite && (
            <div className="flex flex-wrap gap-2">
              <Reset path={scope.path} />
              <Button look="primary" onPress={() => setEdited(null)}>
                <Plus size={14} aria-hidden />
                {say('scheduleAdd')}
              </Button>
            </div>
          )
        }
      >
        <All schedules={settings.schedules} onEdit={mayWrite ? setEdited : undefined} />
      </Section>
      {edited !== undefined && (
        <Change
          key={edited ?? 'new'}
          path={scope.path}
          schedules={settings.schedules}
          at={edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  );
}

function All({
  schedules,
  onEdit,
}: {
  schedules: readonly Schedule[];
  onEdit: ((at: number) => void) | undefined;
}) {
  const { say } = useWords();
  if (schedules.length === 0)
    return <Empty title={say('schedulesNone')}>{say('schedulesNoneText')}</Empty>;
  return (
    <Card>
      <ul>
        {schedules.map((schedule, at) => (
          <One
            key={schedule.key}
            schedule={schedule}
            onEdit={onEdit === undefined ? undefined : () => onEdit(at)}
          />
        ))}
      </ul>
    </Card>
  );
}

const useSave = (path: string, onSaved: () => void) => {
  const { say } = useWords();
  return useMutation({
    mutationFn: (schedules: readonly Schedule[] | null) =>
      changeSettings(path, { schedules: schedules === null ? null : [...schedules] }),
    onSuccess: () => {
      onSaved();
      toast(say('saved'));
    },
  });
};

function Change({
  path,
  schedules,
  at,
  onClose,
}: {
  path: string;
  schedules: readonly Schedule[];
  at: number | null;
  onClose(): void;
}) {
  const save = useSave(path, onClose);
  const others = schedules.filter((_, i) => i !== at);
  return (
    <EditSchedule
      schedule={at === null ? null : schedules[at]!}
      taken={others.map(({ key }) => key)}
      place={at ?? schedules.length}
      isPending={save.isPending}
      error={save.error}
      onClose={onClose}
      onSave={(next) =>
        save.mutate(
          at === null ? [...schedules, next] : schedules.map((one, i) => (i === at ? next : one)),
        )
      }
      onRemove={at === null ? undefined : () => save.mutate(others)}
    />
  );
}

function Reset({ path }: { path: string }) {
  const { say } = useWords();
  const [isAsked, setAsked] = useState(false);
  const save = useSave(path, () => setAsked(false));
  return (
    <>
      <Button onPress={() => setAsked(true)}>{say('eventsUsual')}</Button>
      <Confirm
        title={say('schedulesResetTitle')}
        text={say('schedulesResetText')}
        action={say('eventsUsual')}
        look="primary"
        isPending={save.isPending}
        trouble={<Trouble error={save.error} />}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => save.mutate(null)}
      />
    </>
  );
}

function One({ schedule, onEdit }: { schedule: Schedule; onEdit: (() => void) | undefined }) {
  const { say } = useWords();
  const name = kindText(schedule.kind, say);
  const only = filterText(schedule.filter ?? {}, say);
  return (
    <Row
      actions={
        onEdit !== undefined && (
          <Button aria-label={say('changeSchedule', { name: schedule.key })} onPress={onEdit}>
            {say('change')}
          </Button>
        )
      }
    >
      <p className="flex flex-wrap items-center gap-x-2 font-medium">
        {name}
        {schedule.channel !== undefined && schedule.channel !== 'EMAIL' && (
          <Badge>{schedule.channel}</Badge>
        )}
      </p>
      <p className="text-sm">{whenText(schedule, say)}</p>
      {only.length > 0 && <p className="text-sm text-muted">{only.join(' · ')}</p>}
    </Row>
  );
}

/** Bookings say it themselves; this is for those that do not. */
function Sending({
  scope,
  settings: { communication_options: options },
  mayWrite,
}: {
  scope: Scope;
  settings: Settings;
  mayWrite: boolean;
}) {
  const { say } = useWords();
  const isStored = options.should_send_message;
  // Ticked at once, while it is being stored.
  const [isOn, setIsOn] = useState(isStored);
  useEffect(() => setIsOn(isStored), [isStored]);
  const save = useMutation({
    mutationFn: (next: boolean) =>
      changeSettings(scope.path, {
        communication_options: { ...options, should_send_message: next },
      }),
    onSuccess: () => toast(say('saved')),
    onError: () => setIsOn(isStored),
  });
  return (
    <Card className="flex flex-col gap-2 p-4">
      <Check
        label={say('sendMessages')}
        hint={say('sendMessagesHint')}
        disabled={!mayWrite}
        checked={isOn}
        onChange={({ target }) => {
          setIsOn(target.checked);
          save.mutate(target.checked);
        }}
      />
      <Trouble error={save.error} />
    </Card>
  );
}
