/** One's own mails: each subject at once, once a day, or not. What is chosen is kept at once. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { choicesQuery, choose } from '../../data/notifications.ts';
import type { SubjectChoice, Way } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { useSession } from '../../shell/use-session.ts';
import { Choice } from '../../ui/field.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { Notice, Skeleton, Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';
import { SUBJECT_TEXTS, WAY_TEXTS, WAYS } from './subject-texts.ts';

export function Choices({ scope }: { scope: Scope }) {
  const { say } = useWords();
  const { member } = useSession();
  const choices = useQuery(choicesQuery(scope.path));
  const all = choices.data?.subjects ?? [];
  return (
    <Section title={say('tellMe')} lead={say('tellMeLead', { email: member.email })}>
      <Trouble error={choices.error} onRetry={() => void choices.refetch()} />
      {choices.isPending && <Skeleton rows={6} />}
      {choices.data !== undefined && all.length === 0 && (
        <Notice tone="plain">{say('tellNothing')}</Notice>
      )}
      {all.length > 0 && (
        <Card className="divide-y divide-line">
          {all.map((one) => (
            <OneSubject key={one.subject} scope={scope} choice={one} />
          ))}
        </Card>
      )}
    </Section>
  );
}

function OneSubject({ scope, choice }: { scope: Scope; choice: SubjectChoice }) {
  const { say } = useWords();
  const set = useMutation({
    mutationFn: (way: Way) => choose(scope.path, choice.subject, way),
    onSuccess: () => toast(say('saved')),
  });
  const shown = set.isPending ? set.variables : choice.way;
  return (
    <div className="flex flex-col gap-2 px-4 py-3">
      <Choice
        label={say(SUBJECT_TEXTS[choice.subject])}
        isBesideLabel
        disabled={set.isPending}
        value={shown}
        onChange={({ target }) => set.mutate(target.value as Way)}
        options={WAYS.map((way) => [
          way,
          way === choice.usual_way
            ? say('wayUsual', { way: say(WAY_TEXTS[way]) })
            : say(WAY_TEXTS[way]),
        ])}
      />
      <Trouble error={set.error} />
    </div>
  );
}
