/** Above a list: what it is, whether it is live, and the whole of it as a file. */
import { useSearch } from '@tanstack/react-router';
import { Download, Keyboard, Pause, Play } from 'lucide-react';
import { useMemo } from 'react';
import { searchOf, type List } from '../data/lists.ts';
import { useScope } from '../shell/use-scope.ts';
import { Button, ButtonLink, IconButton } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { useWords, type Key } from '../words.tsx';
import type { Shown } from './list.ts';
import { csvOf } from './pages.ts';
import type { Live } from './use-live.ts';

export function Head<Row>({
  list,
  shown,
  live,
  onHelp,
}: {
  list: List<Row>;
  shown: Shown<Row>;
  live: Live;
  onHelp(): void;
}) {
  const { say } = useWords();
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="flex min-w-0 flex-1 basis-72 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-xl font-semibold tracking-tight">{shown.title}</h1>
          {live.state !== null && <LiveButton live={live} state={live.state} />}
        </div>
        {shown.lead !== undefined && <p className="max-w-prose text-muted">{shown.lead}</p>}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {shown.actions}
        {shown.hasCsv !== false && <Csv list={list} />}
        <IconButton label={say('keysTitle')} onPress={onHelp} className="pointer-coarse:hidden">
          <Keyboard size={16} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}

function Csv<Row>({ list }: { list: List<Row> }) {
  const { say, timeZone } = useWords();
  const { path } = useScope();
  const said = useSearch({ strict: false });
  const href = useMemo(
    () => csvOf(list, path, searchOf(list.name)(said), timeZone),
    [list, path, said, timeZone],
  );
  return (
    <ButtonLink href={href} download>
      <Download size={14} aria-hidden />
      {say('csv')}
    </ButtonLink>
  );
}

type StateShown = NonNullable<Live['state']>;
const LOOKS: Record<StateShown, { text: Key; dot: string }> = {
  live: { text: 'live', dot: 'bg-good' },
  waiting: { text: 'liveWaiting', dot: 'bg-edge' },
  lost: { text: 'liveLost', dot: 'bg-danger' },
  paused: { text: 'livePaused', dot: 'bg-warn' },
};

/** Says whether new rows come by themselves, and stops or goes on with that. */
function LiveButton({ live: { setPaused }, state }: { live: Live; state: StateShown }) {
  const { say } = useWords();
  const { text, dot } = LOOKS[state];
  const isPaused = state === 'paused';
  const Sign = isPaused ? Play : Pause;
  return (
    <Button
      look="quiet"
      onPress={() => setPaused(!isPaused)}
      aria-label={`${say(text)}. ${say(isPaused ? 'liveResume' : 'livePause')}`}
      className="gap-1.5 rounded-full! px-2! text-sm text-muted!"
    >
      <span aria-hidden className={cn('size-2 rounded-full', dot)} />
      {say(text)}
      <Sign size={12} aria-hidden />
    </Button>
  );
}
