/** One key: what it may do, how it is used, and what can be done about it. */
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { isOver, scopesToGive, standingOf } from '../../data/keys.ts';
import type { ApiKey, RotatedKey } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { IconButton } from '../../ui/button.tsx';
import { CopyText } from '../../ui/copy.tsx';
import { Menu, type Item } from '../../ui/menu.tsx';
import { Badge } from '../../ui/said.tsx';
import { Cell, rowClass } from '../../ui/table.tsx';
import { useWords } from '../../words.tsx';
import { Addresses } from './addresses.tsx';
import { Revoke } from './revoke.tsx';
import { Rotate } from './rotate.tsx';
import { SCOPE_TEXTS } from './scope-texts.ts';

type Asked = 'rotate' | 'revoke' | 'addresses' | null;
type Shown = { apiKey: ApiKey };

export function KeyRow({
  apiKey,
  scope,
  onMade,
}: Shown & { scope: Scope; onMade(key: RotatedKey): void }) {
  const { say, day } = useWords();
  const [asked, setAsked] = useState<Asked>(null);
  const close = (): void => setAsked(null);
  const items = useActions(apiKey, scope, setAsked);
  const name = apiKey.label ?? apiKey.api_key;
  return (
    <tr className={rowClass}>
      <Cell className="w-full md:w-auto">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          {apiKey.label ?? say('keyUnnamed')}
          <Standing apiKey={apiKey} />
        </p>
        <div className="-ms-1 text-muted">
          <CopyText text={apiKey.api_key} />
        </div>
        <Small apiKey={apiKey} />
        <Rotate
          apiKey={apiKey}
          scope={scope}
          isOpen={asked === 'rotate'}
          onClose={close}
          onMade={onMade}
        />
        <Revoke apiKey={apiKey} scope={scope} isOpen={asked === 'revoke'} onClose={close} />
        {asked === 'addresses' && <Addresses apiKey={apiKey} scope={scope} onClose={close} />}
        <From apiKey={apiKey} />
      </Cell>
      <Cell isWide>
        <Scopes apiKey={apiKey} />
      </Cell>
      <Cell isWide className="text-muted">
        <p className="whitespace-nowrap">{day(apiKey.created_at)}</p>
        <Maker apiKey={apiKey} />
      </Cell>
      <Cell isWide className="whitespace-nowrap text-muted">
        <LastUse apiKey={apiKey} />
      </Cell>
      <Cell isWide className="whitespace-nowrap text-muted">
        <Expiry apiKey={apiKey} />
      </Cell>
      <Cell className="text-end">
        {items.length > 0 && (
          <Menu label={say('actionsOf', { name })} items={items}>
            <IconButton label={say('actionsOf', { name })}>
              <Ellipsis size={16} aria-hidden />
            </IconButton>
          </Menu>
        )}
      </Cell>
    </tr>
  );
}

function useActions(key: ApiKey, scope: Scope, ask: (asked: Asked) => void): Item[] {
  const { say } = useWords();
  if (isOver(key) || !scope.may('keys.manage')) return [];
  // The new secret is shown to who rotates: never what they could not be given.
  const own = scopesToGive(scope.may);
  const mayRotate = key.scopes.every((one) => own.includes(one));
  return [
    ...(mayRotate ? [{ id: 'rotate', text: say('rotateKey'), onAction: () => ask('rotate') }] : []),
    { id: 'addresses', text: say('keyAddresses'), onAction: () => ask('addresses') },
    { id: 'revoke', text: say('revokeKey'), isDanger: true, onAction: () => ask('revoke') },
  ];
}

/** What a phone has no columns for. */
const Small = ({ apiKey }: Shown) => (
  <div className="mt-1 flex flex-col gap-1 md:hidden">
    <Scopes apiKey={apiKey} />
    <p className="text-sm text-muted">
      <LastUse apiKey={apiKey} isSentence />
      {' · '}
      <Expiry apiKey={apiKey} isSentence />
    </p>
  </div>
);

function Standing({ apiKey }: Shown) {
  const { say } = useWords();
  const standing = standingOf(apiKey);
  if (standing === 'good') return null;
  if (standing === 'expiring') return <Badge tone="warn">{say('keyExpiring')}</Badge>;
  return <Badge tone="danger">{say(standing === 'expired' ? 'keyExpired' : 'keyRevoked')}</Badge>;
}

/** Nothing where it may sign from everywhere. */
function From({ apiKey: { allowed_ips: from } }: Shown) {
  const { say } = useWords();
  if (from.length === 0) return null;
  return (
    <p className="mt-1 text-sm break-all text-muted">
      {say('keyOnlyFrom', { addresses: from.join(', ') })}
    </p>
  );
}

function Scopes({ apiKey }: Shown) {
  const { say } = useWords();
  return (
    <ul aria-label={say('keyMay')} className="flex flex-wrap gap-1">
      {apiKey.scopes.map((scope) => (
        <li key={scope} className="inline-flex">
          <Badge tone={scope === 'erase' || scope === 'keys' ? 'warn' : 'plain'}>
            {say(SCOPE_TEXTS[scope])}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

/** A member by name; others by what they are. */
function Maker({ apiKey: { maker, made_by: by } }: Shown) {
  const { say } = useWords();
  if (maker !== null) return <p className="text-sm">{maker}</p>;
  if (by === null) return null;
  const [kind, id] = by.split(' ');
  if (kind === 'key') return <p className="font-mono text-xs break-all">{id}</p>;
  return <p className="text-sm">{say('installation')}</p>;
}

function LastUse({
  apiKey: { last_used_at: used },
  isSentence = false,
}: Shown & { isSentence?: boolean }) {
  const { say, relative, time } = useWords();
  if (used === null) return <>{say(isSentence ? 'neverUsed' : 'never')}</>;
  const when = relative(used);
  return <span title={time(used)}>{isSentence ? say('lastUsed', { when }) : when}</span>;
}

function Expiry({ apiKey, isSentence = false }: Shown & { isSentence?: boolean }) {
  const { say, day, time, relative } = useWords();
  const { expires_at: ends, revoked_at: revoked } = apiKey;
  if (revoked !== null)
    return <span title={time(revoked)}>{say('keyRevokedOn', { day: day(revoked) })}</span>;
  if (ends === null) return <>{say(isSentence ? 'keyNeverExpires' : 'never')}</>;
  const isSoon = standingOf(apiKey) === 'expiring';
  const when = isSoon ? relative(ends) : day(ends);
  const text = isSentence ? say('keyExpires', { when }) : when;
  return (
    <span title={time(ends)} className={isSoon ? 'text-warn' : undefined}>
      {text}
    </span>
  );
}
