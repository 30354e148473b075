/** A new key in the place of one, while the old one goes on for a day. */
import { useMutation } from '@tanstack/react-query';
import { call } from '../../data/client.ts';
import { keysQuery } from '../../data/keys.ts';
import { queryClient } from '../../data/queries.ts';
import type { ApiKey, RotatedKey } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { Confirm } from '../../ui/dialog.tsx';
import { Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';

export function Rotate({
  apiKey,
  scope,
  isOpen,
  onClose,
  onMade,
}: {
  apiKey: ApiKey;
  scope: Scope;
  isOpen: boolean;
  onClose(): void;
  onMade(key: RotatedKey): void;
}) {
  const { say } = useWords();
  const name = apiKey.label ?? apiKey.api_key;
  const rotate = useMutation({
    mutationFn: () => call<RotatedKey>('POST', `${scope.path}/keys/${apiKey.api_key}/rotate`, {}),
    onSuccess: async (made) => {
      onClose();
      onMade(made);
      await queryClient.invalidateQueries(keysQuery(scope.path));
    },
  });
  return (
    <Confirm
      title={say('rotateKeyTitle', { name })}
      text={say('rotateKeyText')}
      action={say('rotateKey')}
      look="primary"
      isPending={rotate.isPending}
      trouble={<Trouble error={rotate.error} />}
      isOpen={isOpen}
      onClose={() => {
        rotate.reset();
        onClose();
      }}
      onConfirm={() => rotate.mutate()}
    />
  );
}
