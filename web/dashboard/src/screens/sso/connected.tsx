/** A directory that is connected, and taking it away. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../data/client.ts';
import { membersQuery, queryClient } from '../../data/queries.ts';
import { ssoQuery } from '../../data/sso.ts';
import type { Sso } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Card, Row } from '../../ui/page.tsx';
import { Badge, Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';

export function Connected({ scope, sso, onChange }: { scope: Scope; sso: Sso; onChange(): void }) {
  const { say } = useWords();
  const [isAsked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: () => call('DELETE', `${scope.path}/sso`),
    onSuccess: async () => {
      setAsked(false);
      toast(say('ssoRemoved'));
      await queryClient.invalidateQueries(ssoQuery(scope.path));
      await queryClient.invalidateQueries(membersQuery(scope.path));
    },
  });
  return (
    <Card>
      <ul>
        <Row
          actions={
            <>
              <Button onPress={onChange}>{say('change')}</Button>
              <Button onPress={() => setAsked(true)}>{say('remove')}</Button>
            </>
          }
        >
          <p className="flex flex-wrap items-center gap-2 font-medium">
            <span className="break-all">{sso.issuer}</span>
            <Badge tone="good">{say('ssoConnected')}</Badge>
          </p>
          <p className="font-mono text-sm break-all text-muted">{sso.client_id}</p>
        </Row>
      </ul>
      <Confirm
        title={say('ssoRemoveTitle')}
        text={say('ssoRemoveText')}
        action={say('remove')}
        isPending={remove.isPending}
        trouble={<Trouble error={remove.error} />}
        isOpen={isAsked}
        onClose={() => {
          remove.reset();
          setAsked(false);
        }}
        onConfirm={() => remove.mutate()}
      />
    </Card>
  );
}
