/** API keys: which there are, how they are used, and the ways to more and fewer of them. */
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { isOver, keysQuery } from '../../data/keys.ts';
import type { ApiKey, MadeKey, RotatedKey } from '../../data/types.ts';
import { useScope, type Scope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, Skeleton, Trouble } from '../../ui/said.tsx';
import { Table } from '../../ui/table.tsx';
import { useWords } from '../../words.tsx';
import { KeyRow } from './key-row.tsx';
import { MakeKey } from './make-key.tsx';
import { NewKey } from './new-key.tsx';

export function KeysScreen() {
  const { say } = useWords();
  const scope = useScope();
  const list = useQuery(keysQuery(scope.path));
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<MadeKey | RotatedKey | null>(null);
  const make = scope.may('keys.make') && (
    <Button look="primary" onPress={() => setMaking(true)}>
      <Plus size={16} aria-hidden />
      {say('makeKey')}
    </Button>
  );
  return (
    <Page isWide title={say('apiKeys')} lead={say('apiKeysLead')} actions={make || undefined}>
      <Trouble error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Skeleton />}
      {list.data !== undefined && <Keys scope={scope} all={list.data} onMade={setMade} />}
      {isMaking && (
        <MakeKey
          scope={scope}
          onClose={() => setMaking(false)}
          onMade={(key) => {
            setMaking(false);
            setMade(key);
          }}
        />
      )}
      {made !== null && <NewKey made={made} onClose={() => setMade(null)} />}
    </Page>
  );
}

/** Newest first; those that are over are asked for. */
function Keys({
  scope,
  all,
  onMade,
}: {
  scope: Scope;
  all: readonly ApiKey[];
  onMade(key: RotatedKey): void;
}) {
  const { say } = useWords();
  const [hasOver, setHasOver] = useState(false);
  const over = all.filter(isOver).length;
  const shown = all.filter((key) => hasOver || !isOver(key)).toReversed();
  return (
    <>
      {shown.length === 0 ? (
        <Empty title={say('noKeys')}>
          <p>{say(scope.may('keys.make') ? 'noKeysMake' : 'noKeysAsk')}</p>
        </Empty>
      ) : (
        <Table
          label={say('apiKeys')}
          head={[
            { text: say('apiKey') },
            { text: say('keyMay'), isWide: true },
            { text: say('keyMade'), isWide: true },
            { text: say('lastUse'), isWide: true },
            { text: say('expires'), isWide: true },
            { text: say('actions'), isHidden: true },
          ]}
        >
          {shown.map((key) => (
            <KeyRow key={key.api_key} apiKey={key} scope={scope} onMade={onMade} />
          ))}
        </Table>
      )}
      {over > 0 && (
        <Button className="self-start" onPress={() => setHasOver(!hasOver)}>
          {say(hasOver ? 'hideOverKeys' : 'showOverKeys', { count: over })}
        </Button>
      )}
    </>
  );
}
