/** One message: which it is, when it goes out, about which packages. */
import { useState, type FormEvent } from 'react';
import type { Schedule, ScheduledKind } from '../../data/settings.ts';
import { AnsweredForm } from '../../ui/answered-form.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { Trouble } from '../../ui/said.tsx';
import { useIssues } from '../../ui/use-issues.ts';
import { useWords } from '../../words.tsx';
import { kindText } from '../messages/message-status.tsx';
import { asSchedule, toEdited, type Edited } from './edited.ts';
import { KINDS, PERCENTS } from './schedule-text.ts';

type Props = {
  /** null: a new one */
  schedule: Schedule | null;
  /** keys of the others */
  taken: readonly string[];
  /** in the list, as the server names it in what it says */
  place: number;
  isPending: boolean;
  error: unknown;
  onClose(): void;
  onSave(schedule: Schedule): void;
  onRemove: (() => void) | undefined;
};

export function EditSchedule(props: Props) {
  const { schedule, taken, place, isPending, error, onClose, onSave, onRemove } = props;
  const { say } = useWords();
  const [edited, setEdited] = useState(toEdited(schedule));
  const change = (more: Partial<Edited>): void => setEdited({ ...edited, ...more });
  const issues = useIssues(error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSave(asSchedule(edited, schedule, taken));
  };
  const field = `schedules.${place}`;
  return (
    <Dialog
      title={say(schedule === null ? 'scheduleAdd' : 'scheduleChange')}
      isOpen
      onClose={onClose}
    >
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
        <Choice
          label={say('oneMessage')}
          options={KINDS.map((kind) => [kind, kindText(kind, say)])}
          value={edited.kind}
          onChange={({ target }) => change({ kind: target.value as ScheduledKind })}
        />
        {edited.kind === 'running_low' ? (
          <Choice
            label={say('percentUsed')}
            options={PERCENTS.map((percent) => [String(percent), `${percent} %`])}
            value={String(edited.percent)}
            onChange={({ target }) => change({ percent: Number(target.value) })}
          />
        ) : (
          <When edited={edited} change={change} field={field} />
        )}
        <Only edited={edited} change={change} />
        {!issues.has(`${field}.days`, `${field}.hour`) && <Trouble error={error} />}
        <DialogButtons>
          {onRemove !== undefined && (
            <Button className="me-auto" look="quiet" isPending={isPending} onPress={onRemove}>
              {say('remove')}
            </Button>
          )}
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit" isPending={isPending}>
            {say('save')}
          </Button>
        </DialogButtons>
      </AnsweredForm>
    </Dialog>
  );
}

type Part = { edited: Edited; change(more: Partial<Edited>): void };

function When({ edited, change, field }: Part & { field: string }) {
  const { say } = useWords();
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={say(edited.kind === 'booking_confirmation' ? 'daysAfter' : 'daysBefore')}
          name={`${field}.days`}
          type="number"
          inputMode="numeric"
          value={edited.days}
          onChange={(days) => change({ days })}
        />
        <Field
          label={say('timeOfDay')}
          name={`${field}.hour`}
          type="time"
          value={edited.hour}
          onChange={(hour) => change({ hour })}
        />
      </div>
      <p className="-mt-2 text-sm text-muted">{say('timeOfDayHint')}</p>
      {edited.hour !== '' && (
        <Choice
          label={say('whoseTime')}
          options={[
            ['partner', say('zonePartner')],
            ['traveler', say('zoneTraveler')],
          ]}
          value={edited.zone}
          onChange={({ target }) => change({ zone: target.value as Edited['zone'] })}
        />
      )}
    </>
  );
}

function Only({ edited, change }: Part) {
  const { say } = useWords();
  return (
    <fieldset className="flex flex-col gap-3 border-t border-line pt-4">
      <legend className="float-start mb-1 w-full font-medium">{say('onlyAbout')}</legend>
      <Choice
        label={say('readiness')}
        options={[
          ['', say('noMatter')],
          ['true', say('onlyReady')],
          ['false', say('onlyNotReady')],
        ]}
        value={edited.ready}
        onChange={({ target }) => change({ ready: target.value })}
      />
      <Choice
        label={say('claiming')}
        options={[
          ['', say('noMatter')],
          ['true', say('onlyClaimed')],
          ['false', say('onlyNotClaimed')],
        ]}
        value={edited.claimed}
        onChange={({ target }) => change({ claimed: target.value })}
      />
      <Field
        label={say('inCountries')}
        hint={say('countriesHint')}
        placeholder="GR, TR"
        value={edited.countries}
        onChange={(countries) => change({ countries })}
      />
    </fieldset>
  );
}
