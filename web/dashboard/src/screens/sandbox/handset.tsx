/** One phone, drawn: its eSIM, what is left on it, and what its owner does. */
import { useParams } from '@tanstack/react-router';
import { Signal, Smartphone } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Refusal } from '../../data/client.ts';
import { onPhone, type Device } from '../../data/sandbox.ts';
import type { EsimStatus, Phone, PhonePlan, SandboxClock } from '../../data/types.ts';
import { Button } from '../../ui/button.tsx';
import { CopyText } from '../../ui/copy.tsx';
import { TextLink } from '../../ui/link.tsx';
import { Trouble } from '../../ui/said.tsx';
import { useWords, type Key } from '../../words.tsx';
import { EsimState } from '../travelers/esim-state.tsx';
import { useClockTime } from './clock.tsx';
import { PlanMeter } from './plan-meter.tsx';
import { useAct } from './use-act.ts';
import { UseData } from './use-data.tsx';

/** What can be done with an eSIM, the usual thing first. */
const ACTS: Record<EsimStatus, readonly Device[]> = {
  RELEASED: ['install'],
  INSTALLED: ['enable', 'remove'],
  ENABLED: ['disable', 'remove'],
  DISABLED: ['enable', 'remove'],
  DELETED: [],
};
const TEXTS: Record<Device, Key> = {
  install: 'phoneInstall',
  enable: 'phoneEnable',
  disable: 'phoneDisable',
  remove: 'phoneRemove',
};

type Held = { phone: Phone; path: string };

export function Handset({
  phone,
  clock,
  path,
}: Held & { clock: SandboxClock & { readAt: number } }) {
  const { say } = useWords();
  const { partner } = useParams({ strict: false });
  const [plan] = inUse(phone.packages);
  const [wasSwitchedOn, setSwitchedOn] = useState(false);
  // Some telcos never tell that an eSIM was switched on.
  const isOn = phone.status === 'ENABLED' || (phone.status === 'INSTALLED' && wasSwitchedOn);
  return (
    <section
      aria-label={say('phoneOf', { name: phone.external_user_id ?? phone.iccid })}
      className="mx-auto w-full max-w-72 rounded-[2.5rem] border border-edge bg-sunken p-2 shadow-raised"
    >
      <div className="flex min-h-[27rem] flex-col gap-4 rounded-[2rem] border border-line bg-raised px-4 pt-3 pb-4">
        <StatusBar clock={clock} isOn={isOn} />
        <div className="flex flex-col items-center gap-1 text-center">
          <TextLink to="/p/$partner/travelers/$id" params={{ partner, id: phone.traveler_id }}>
            {phone.external_user_id ?? phone.traveler_id}
          </TextLink>
          <CopyText text={phone.iccid} />
          <EsimState status={phone.status} />
        </div>
        {plan === undefined ? <Without>{say('noPlan')}</Without> : <PlanMeter plan={plan} />}
        <Others plans={phone.packages.filter((one) => one !== plan)} />
        <div className="mt-auto flex flex-col gap-3">
          {isOn && <UseData key={plan?.id} phone={phone} plan={plan} path={path} />}
          <Acts phone={phone} isOn={isOn} path={path} onSwitch={setSwitchedOn} />
        </div>
      </div>
    </section>
  );
}

/** Those that still have something, before those that are over. */
const inUse = (plans: readonly PhonePlan[]): PhonePlan[] =>
  plans.toSorted((a, b) => Number(b.status === 'ACTIVE') - Number(a.status === 'ACTIVE'));

function StatusBar({ clock, isOn }: { clock: SandboxClock & { readAt: number }; isOn: boolean }) {
  const { say, locale, timeZone } = useWords();
  const at = useClockTime(clock);
  return (
    <div aria-hidden className="flex items-center justify-between px-1 text-xs font-medium">
      <span className="tabular-nums">
        {new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(at)}
      </span>
      <span className="h-4 w-14 shrink-0 rounded-full bg-hover" />
      {isOn ? <Signal size={14} /> : <span className="text-muted">{say('phoneNoService')}</span>}
    </div>
  );
}

const Without = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-1 flex-col items-center justify-center gap-2 py-4 text-center text-sm text-muted">
    <Smartphone size={28} aria-hidden />
    {children}
  </div>
);

function Others({ plans }: { plans: PhonePlan[] }) {
  const { say, locale } = useWords();
  return plans.length === 0 ? null : (
    <p className="text-center text-xs text-muted">
      {say('morePlans', { count: plans.length, shown: plans.length.toLocaleString(locale) })}
    </p>
  );
}

function Acts({
  phone: { iccid, status },
  isOn,
  path,
  onSwitch,
}: Held & { isOn: boolean; onSwitch(isOn: boolean): void }) {
  const { say } = useWords();
  const act = useAct(path, async (device: Device) => {
    await onPhone(path, iccid, device).catch((error: unknown) => {
      // It was on already, which its telco does not tell.
      if (device !== 'enable' || !(error instanceof Refusal) || error.type !== 'conflict')
        throw error;
    });
    onSwitch(device === 'enable');
  });
  const acts = ACTS[isOn ? 'ENABLED' : status];
  if (acts.length === 0)
    return <p className="text-center text-sm text-muted">{say('phoneDeleted')}</p>;
  return (
    <>
      <Trouble error={act.error} />
      <div className="flex flex-wrap justify-center gap-2">
        {acts.map((device, at) => (
          <Button
            key={device}
            look={at === 0 && device !== 'disable' ? 'primary' : 'plain'}
            className="flex-1"
            isPending={act.isPending}
            onPress={() => act.mutate(device)}
          >
            {say(TEXTS[device])}
          </Button>
        ))}
      </div>
    </>
  );
}
