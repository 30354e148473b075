/** Rules by place, the first that fits counts; and what counts elsewhere. */
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { newCase, type CaseDraft, type RuleDraft } from '../../data/strategy.ts';
import type { StrategySettings } from '../../data/types.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Check, Choice, labelClass } from '../../ui/field.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { useWords } from '../../words.tsx';
import { PlacePicker } from './place-picker.tsx';
import { RuleFields } from './rule-fields.tsx';

const MOST = 200;
const TIERS = ['1', '2', '3', '4'];

export function EditCases({
  cases,
  otherwise,
  settings,
  onCases,
  onOtherwise,
}: {
  cases: CaseDraft[];
  otherwise: RuleDraft;
  settings: StrategySettings;
  onCases(cases: CaseDraft[]): void;
  onOtherwise(rule: RuleDraft): void;
}) {
  const { say } = useWords();
  const moved = (from: number, by: 1 | -1): CaseDraft[] => {
    const all = [...cases];
    all.splice(from + by, 0, ...all.splice(from, 1));
    return all;
  };
  return (
    <Section title={say('strategyRules')} lead={say('strategyRulesLead')}>
      {cases.map((one, i) => (
        <Card key={one.key} className="flex flex-col gap-4 p-4">
          <CaseHead
            number={i + 1}
            isLast={i === cases.length - 1}
            onMove={(by) => onCases(moved(i, by))}
            onRemove={() => onCases(cases.filter(({ key }) => key !== one.key))}
          />
          <Case
            one={one}
            at={`rules.${i}.use.`}
            settings={settings}
            onChange={(changed) =>
              onCases(cases.map((known) => (known.key === one.key ? changed : known)))
            }
          />
        </Card>
      ))}
      <div>
        <Button isDisabled={cases.length >= MOST} onPress={() => onCases([...cases, newCase()])}>
          <Plus size={14} aria-hidden />
          {say('strategyAddRule')}
        </Button>
      </div>
      <Card className="flex flex-col gap-4 p-4">
        <h3 className="font-semibold">{say('strategyElsewhere')}</h3>
        <Use rule={otherwise} at="default." settings={settings} onChange={onOtherwise} />
      </Card>
    </Section>
  );
}

function CaseHead({
  number,
  isLast,
  onMove,
  onRemove,
}: {
  number: number;
  isLast: boolean;
  onMove(by: 1 | -1): void;
  onRemove(): void;
}) {
  const { say } = useWords();
  return (
    <div className="flex items-center gap-1">
      <h3 className="me-auto font-semibold">{say('strategyRule', { number })}</h3>
      <IconButton
        label={say('strategyUp', { number })}
        isDisabled={number === 1}
        className="disabled:opacity-40"
        onPress={() => onMove(-1)}
      >
        <ArrowUp size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={say('strategyDown', { number })}
        isDisabled={isLast}
        className="disabled:opacity-40"
        onPress={() => onMove(1)}
      >
        <ArrowDown size={16} aria-hidden />
      </IconButton>
      <IconButton label={say('strategyRemove', { number })} onPress={onRemove}>
        <Trash2 size={16} aria-hidden />
      </IconButton>
    </div>
  );
}

function Case({
  one: { when, use, key },
  at,
  settings,
  onChange,
}: {
  one: CaseDraft;
  at: string;
  settings: StrategySettings;
  onChange(one: CaseDraft): void;
}) {
  const { say } = useWords();
  const set = (some: Partial<CaseDraft['when']>): void =>
    onChange({ key, use, when: { ...when, ...some } });
  const namesOf = (type: 'country' | 'region') =>
    settings.places
      .filter((place) => place.type === type)
      .map(({ id, iso3, name }) => [type === 'region' ? id : iso3, name] as const);
  return (
    <>
      <PlacePicker
        label={say('strategyCountries')}
        chosen={when.iso3}
        options={namesOf('country')}
        onChange={(iso3) => set({ iso3 })}
      />
      <PlacePicker
        label={say('strategyRegions')}
        hint={say('strategyRegionsHint')}
        chosen={when.region}
        options={namesOf('region')}
        onChange={(region) => set({ region })}
      />
      <Tiers chosen={when.tier} onChange={(tier) => set({ tier })} />
      <Use
        rule={use}
        at={at}
        settings={settings}
        onChange={(changed) => onChange({ key, when, use: changed })}
      />
    </>
  );
}

function Tiers({
  chosen,
  onChange,
}: {
  chosen: readonly string[];
  onChange(tiers: string[]): void;
}) {
  const { say } = useWords();
  return (
    <fieldset>
      <legend className={labelClass}>{say('strategyTiers')}</legend>
      <div className="flex flex-wrap gap-x-6">
        {TIERS.map((tier) => (
          <Check
            key={tier}
            label={tier}
            checked={chosen.includes(tier)}
            onChange={({ target }) =>
              onChange(
                TIERS.filter((one) => (one === tier ? target.checked : chosen.includes(one))),
              )
            }
          />
        ))}
      </div>
    </fieldset>
  );
}

function Use({
  rule,
  at,
  settings,
  onChange,
}: {
  rule: RuleDraft;
  at: string;
  settings: StrategySettings;
  onChange(rule: RuleDraft): void;
}) {
  const { say } = useWords();
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Choice
        label={say('strategyUse')}
        value={rule.name}
        onChange={({ target }) => onChange({ ...rule, name: target.value as RuleDraft['name'] })}
        options={[
          ['fixed_size', say('strategyFixed')],
          ['budget', say('strategyBudget')],
        ]}
      />
      <RuleFields rule={rule} at={at} currency={settings.currency} onChange={onChange} />
    </div>
  );
}
