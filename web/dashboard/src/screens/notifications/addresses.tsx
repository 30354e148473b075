/** Channels that are posted to, in the form of Slack's incoming webhooks. */
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { addressesQuery } from '../../data/notifications.ts';
import type { NotificationAddress } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { Empty, Skeleton, Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import { AddressRow } from './address-row.tsx';
import { EditAddress } from './edit-address.tsx';

const MOST = 5;

export function Addresses({ scope }: { scope: Scope }) {
  const { say } = useWords();
  const list = useQuery(addressesQuery(scope.path));
  const [edited, setEdited] = useState<NotificationAddress | 'new' | null>(null);
  const mayWrite = scope.may(scope.partner === null ? 'operator.manage' : 'settings.write');
  const all = list.data?.addresses ?? [];
  return (
    <Section
      title={say('postTo')}
      lead={say('postToLead', { most: MOST })}
      actions={
        mayWrite && list.data !== undefined && all.length < MOST ? (
          <Button onPress={() => setEdited('new')}>
            <Plus size={16} aria-hidden />
            {say('addChannel')}
          </Button>
        ) : undefined
      }
    >
      <Trouble error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Skeleton rows={3} />}
      {list.data !== undefined && all.length === 0 && (
        <Empty title={say('noChannels')}>{say(mayWrite ? 'noChannelsAdd' : 'noChannelsAsk')}</Empty>
      )}
      {all.length > 0 && (
        <Card>
          <ul>
            {all.map((address) => (
              <AddressRow
                key={address.id}
                scope={scope}
                address={address}
                mayWrite={mayWrite}
                onEdit={() => setEdited(address)}
              />
            ))}
          </ul>
        </Card>
      )}
      {edited !== null && (
        <EditAddress
          scope={scope}
          address={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </Section>
  );
}
