/** Which messages go to travelers, and when. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
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

/** The row that is edited; `null`: a new one. */
type Edited = number | null;

function Parts({ scope, settings }: { scope: Scope; settings: Settings }) {
  const { say } = useWords();
  const mayWrite = scope.may('settings.write');
  const [edited, setEdited] = useState<Edited | undefined>(undefined);
  const [isResetting, setResetting] = useState(false);
  const save = useMutation({
    mutationFn: (schedules: Schedule[] | null) => changeSettings(scope.path, { schedules }),
    onSuccess: () => {
      setEdited(undefined);
      setResetting(false);
      toast(say('saved'));
    },
  });
  const { schedules } = settings;
  const without = (at: number): Schedule[] => schedules.filter((_, i) => i !== at);
  const close = (): void => {
    save.reset();
    setEdited(undefined);
  };
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
              <Button onPress={() => setResetting(true)}>{say('eventsUsual')}</Button>
              <Button look="primary" onPress={() => setEdited(null)}>
                <Plus size={14} aria-hidden />
                {say('scheduleAdd')}
              </Button>
            </div>
          )
        }
      >
        {schedules.length === 0 && (
          <Empty title={say('schedulesNone')}>{say('schedulesNoneText')}</Empty>
        )}
        {schedules.length > 0 && (
          <Card>
            <ul>
              {schedules.map((schedule, at) => (
                <One
                  key={schedule.key}
                  schedule={schedule}
                  onEdit={mayWrite ? () => setEdited(at) : undefined}
                />
              ))}
            </ul>
          </Card>
        )}
      </Section>
      {edited !== undefined && (
        <EditSchedule
          key={edited ?? 'new'}
          schedule={edited === null ? null : schedules[edited]!}
          taken={
            edited === null
              ? schedules.map(({ key }) => key)
              : without(edited).map(({ key }) => key)
          }
          place={edited ?? schedules.length}
          isPending={save.isPending}
          error={save.error}
          onClose={close}
          onSave={(next) =>
            save.mutate(
              edited === null
                ? [...schedules, next]
                : schedules.map((one, at) => (at === edited ? next : one)),
            )
          }
          onRemove={edited === null ? undefined : () => save.mutate(without(edited))}
        />
      )}
      <Confirm
        title={say('schedulesResetTitle')}
        text={say('schedulesResetText')}
        action={say('eventsUsual')}
        look="primary"
        isPending={save.isPending}
        trouble={<Trouble error={save.error} />}
        isOpen={isResetting}
        onClose={() => setResetting(false)}
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
  const save = useMutation({
    mutationFn: (isOn: boolean) =>
      changeSettings(scope.path, {
        communication_options: { ...options, should_send_message: isOn },
      }),
    onSuccess: () => toast(say('saved')),
  });
  return (
    <Card className="flex flex-col gap-2 p-4">
      <Check
        label={say('sendMessages')}
        hint={say('sendMessagesHint')}
        disabled={!mayWrite || save.isPending}
        checked={options.should_send_message}
        onChange={({ target }) => save.mutate(target.checked)}
      />
      <Trouble error={save.error} />
    </Card>
  );
}
