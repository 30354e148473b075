/** The end of a key, after a look at who may still need it. */
import { useMutation } from '@tanstack/react-query';
import { call } from '../../data/client.ts';
import { isInUse, keysQuery } from '../../data/keys.ts';
import { queryClient } from '../../data/queries.ts';
import type { ApiKey } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { Confirm } from '../../ui/dialog.tsx';
import { Notice, Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';

export function Revoke({
  apiKey,
  scope,
  isOpen,
  onClose,
}: {
  apiKey: ApiKey;
  scope: Scope;
  isOpen: boolean;
  onClose(): void;
}) {
  const { say, relative } = useWords();
  const name = apiKey.label ?? apiKey.api_key;
  const { last_used_at: used } = apiKey;
  const revoke = useMutation({
    mutationFn: () => call('DELETE', `${scope.path}/keys/${apiKey.api_key}`),
    onSuccess: async () => {
      onClose();
      toast(say('keyIsRevoked', { name }));
      await queryClient.invalidateQueries(keysQuery(scope.path));
    },
  });
  return (
    <Confirm
      title={say('revokeKeyTitle', { name })}
      text={
        <div className="flex flex-col gap-3">
          <p>{say('revokeKeyText')}</p>
          <Notice tone={isInUse(apiKey) ? 'warn' : 'plain'}>
            {used === null
              ? say('revokeKeyUnused')
              : say(isInUse(apiKey) ? 'revokeKeyInUse' : 'revokeKeyUsed', { when: relative(used) })}
          </Notice>
        </div>
      }
      action={say('revokeKey')}
      isPending={revoke.isPending}
      trouble={<Trouble error={revoke.error} />}
      isOpen={isOpen}
      onClose={() => {
        revoke.reset();
        onClose();
      }}
      onConfirm={() => revoke.mutate()}
    />
  );
}
