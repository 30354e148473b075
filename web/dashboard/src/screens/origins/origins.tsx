/** Sites of the partner that may show the managed screens in a frame. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { putOrigins, settingsQuery } from '../../data/settings.ts';
import { useScope } from '../../shell/use-scope.ts';
import { AnsweredForm } from '../../ui/answered-form.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Card, Page, Row } from '../../ui/page.tsx';
import { Empty, Skeleton, Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useIssues } from '../../ui/use-issues.ts';
import { useWords } from '../../words.tsx';

export function OriginsScreen() {
  const { say } = useWords();
  const { path } = useScope();
  const settings = useQuery(settingsQuery(path));
  const origins = settings.data?.webview?.origins ?? [];
  return (
    <Page title={say('origins')} lead={say('originsLead')}>
      <Trouble error={settings.error} onRetry={() => void settings.refetch()} />
      {settings.isPending && <Skeleton rows={4} />}
      {settings.data !== undefined && (
        <>
          <Add path={path} origins={origins} />
          {origins.length === 0 ? (
            <Empty title={say('originsNone')}>{say('originsNoneText')}</Empty>
          ) : (
            <All path={path} origins={origins} />
          )}
        </>
      )}
    </Page>
  );
}

type Of = { path: string; origins: readonly string[] };

function Add({ path, origins }: Of) {
  const { say } = useWords();
  const [origin, setOrigin] = useState('');
  const add = useMutation({
    mutationFn: () => putOrigins(path, [...origins, origin.trim()]),
    onSuccess: () => {
      setOrigin('');
      toast(say('saved'));
    },
  });
  const issues = useIssues(add.error);
  const field = `webview.origins.${origins.length}`;
  const schemaField = `origins.${origins.length}`;
  const name = issues.has(schemaField) ? schemaField : field;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Card className="p-4">
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-3">
        <Field
          label={say('originAdd')}
          hint={say('originHint')}
          name={name}
          isRequired
          placeholder="https://www.example.com"
          inputClassName="font-mono text-sm"
          value={origin}
          onChange={setOrigin}
        />
        {!issues.has(field, schemaField) && <Trouble error={add.error} />}
        <div>
          <Button look="primary" type="submit" isPending={add.isPending}>
            {say('originAddButton')}
          </Button>
        </div>
      </AnsweredForm>
    </Card>
  );
}

function All({ path, origins }: Of) {
  const { say } = useWords();
  const remove = useMutation({
    mutationFn: (origin: string) =>
      putOrigins(
        path,
        origins.filter((one) => one !== origin),
      ),
    onSuccess: () => toast(say('saved')),
  });
  return (
    <div className="flex flex-col gap-3">
      <Trouble error={remove.error} />
      <Card>
        <ul>
          {origins.map((origin) => (
            <Row
              key={origin}
              actions={
                <Button
                  aria-label={say('removeOf', { name: origin })}
                  isPending={remove.isPending && remove.variables === origin}
                  onPress={() => remove.mutate(origin)}
                >
                  {say('remove')}
                </Button>
              }
            >
              <p className="font-mono text-sm break-all">{origin}</p>
            </Row>
          ))}
        </ul>
      </Card>
    </div>
  );
}
