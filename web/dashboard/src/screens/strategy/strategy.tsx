/** Which bundle an entry gets that names no size: set here, and tried on what was booked. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { queryClient } from '../../data/queries.ts';
import {
  draftOf,
  saveStrategy,
  strategyOf,
  strategyQuery,
  tryStrategy,
  type Draft,
} from '../../data/strategy.ts';
import type { Strategy, StrategySettings } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { AnsweredForm } from '../../ui/answered-form.tsx';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { Notice, Skeleton, Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useIssues } from '../../ui/use-issues.ts';
import { useWords } from '../../words.tsx';
import { EditStrategy } from './edit-strategy.tsx';
import { Tried } from './tried.tsx';

export function StrategyScreen() {
  const { say } = useWords();
  const { path } = useScope();
  const settings = useQuery(strategyQuery(path));
  return (
    <Page title={say('strategy')} lead={say('strategyLead')}>
      <Trouble error={settings.error} onRetry={() => void settings.refetch()} />
      {settings.isPending && <Skeleton rows={8} />}
      {settings.data !== undefined && <Editor settings={settings.data} />}
    </Page>
  );
}

const inForce = ({ package_strategy: strategy }: StrategySettings): Draft =>
  draftOf(strategy as Strategy | null);

function Editor({ settings }: { settings: StrategySettings }) {
  const { say } = useWords();
  const { path, may } = useScope();
  const mayChange = may('settings.write');
  const [draft, setDraft] = useState(() => inForce(settings));
  const strategy = (): Strategy | null => strategyOf(draft, settings.currency);
  const look = useMutation({ mutationFn: () => tryStrategy(path, strategy()) });
  const save = useMutation({
    mutationFn: () => saveStrategy(path, strategy()),
    onSuccess: (set) => {
      queryClient.setQueryData(strategyQuery(path).queryKey, set);
      setDraft(inForce(set));
      look.reset();
      toast(say('saved'));
    },
  });
  const error = save.error ?? look.error;
  const issues = useIssues(error);
  const isOther = JSON.stringify(strategy()) !== JSON.stringify(settings.package_strategy);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    look.reset();
    save.mutate();
  };
  return (
    <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-6">
      {!mayChange && <Notice tone="plain">{say('strategyReadOnly')}</Notice>}
      <EditStrategy
        draft={draft}
        settings={settings}
        onChange={(changed) => {
          look.reset();
          setDraft(changed);
        }}
      />
      <Trouble error={error} />
      <Acts
        mayChange={mayChange}
        isOther={isOther}
        saves={save.isPending}
        tries={look.isPending}
        onTry={() => {
          save.reset();
          look.mutate();
        }}
        onDiscard={() => {
          save.reset();
          look.reset();
          setDraft(inForce(settings));
        }}
      />
      <div aria-live="polite" className="empty:-mt-6">
        {look.data !== undefined && <Tried preview={look.data} places={settings.places} />}
      </div>
    </AnsweredForm>
  );
}

function Acts({
  mayChange,
  isOther,
  saves,
  tries,
  onTry,
  onDiscard,
}: {
  mayChange: boolean;
  /** than what is in force */
  isOther: boolean;
  saves: boolean;
  tries: boolean;
  onTry(): void;
  onDiscard(): void;
}) {
  const { say } = useWords();
  return (
    <div className="flex flex-wrap gap-2">
      {mayChange && (
        <Button look="primary" type="submit" isPending={saves} isDisabled={!isOther}>
          {say('save')}
        </Button>
      )}
      <Button isPending={tries} onPress={onTry}>
        {say('strategyTry')}
      </Button>
      {isOther && (
        <Button look="quiet" onPress={onDiscard}>
          {say('discard')}
        </Button>
      )}
    </div>
  );
}
