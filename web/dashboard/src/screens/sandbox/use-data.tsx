/** Using data, by a slider over the plan. */
import { useId, useState } from 'react';
import { bytesText } from '../../data/amounts.ts';
import { consume } from '../../data/sandbox.ts';
import type { Phone, PhonePlan } from '../../data/types.ts';
import { Button } from '../../ui/button.tsx';
import { labelClass } from '../../ui/field.tsx';
import { Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import { useAct } from './use-act.ts';

const START = 25;
/** Of an unlimited plan, which has no percent: the slider goes up to this. */
const MOST_BYTES = 10 * 1_073_741_824;

export function UseData({
  phone: { iccid },
  plan,
  path,
}: {
  phone: Phone;
  plan: PhonePlan | undefined;
  path: string;
}) {
  const { say, locale } = useWords();
  const id = useId();
  const [percent, setPercent] = useState(START);
  const act = useAct(path, async () => {
    if (plan === undefined) return;
    const of = { package_id: plan.id };
    await consume(
      path,
      iccid,
      plan.total_bytes === null ? { bytes: amount, ...of } : { percent, ...of },
    );
  });
  if (plan?.status !== 'ACTIVE')
    return <p className="text-center text-sm text-muted">{say('nothingToUse')}</p>;
  const amount = Math.ceil(((plan.total_bytes ?? MOST_BYTES) * percent) / 100);
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-3">
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className={labelClass}>
          {say('useAmount')}
        </label>
        <output htmlFor={id} className="text-sm tabular-nums">
          {bytesText(amount, locale)}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={1}
        max={100}
        value={percent}
        aria-valuetext={bytesText(amount, locale)}
        onChange={({ target }) => setPercent(Number(target.value))}
        className="w-full accent-(--accent) pointer-coarse:min-h-11"
      />
      <Trouble error={act.error} />
      <Button look="primary" isPending={act.isPending} onPress={() => act.mutate(undefined)}>
        {say('phoneUse')}
      </Button>
    </div>
  );
}
