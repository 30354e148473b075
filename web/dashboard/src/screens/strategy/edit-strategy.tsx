/** The form of a strategy. */
import type { Draft } from '../../data/strategy.ts';
import type { PackageType, StrategySettings } from '../../data/types.ts';
import { Card } from '../../ui/page.tsx';
import { Check, Choice, labelClass } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { PACKAGE_TYPE_TEXTS, PACKAGE_TYPES } from '../prices/package-types.ts';
import { EditCases } from './edit-cases.tsx';
import { PlacePicker } from './place-picker.tsx';
import { RuleFields } from './rule-fields.tsx';

export function EditStrategy({
  draft,
  settings,
  onChange,
}: {
  draft: Draft;
  settings: StrategySettings;
  onChange(draft: Draft): void;
}) {
  const { say } = useWords();
  const { kind, rule, cases } = draft;
  const set = (some: Partial<Draft>): void => onChange({ ...draft, ...some });
  return (
    <>
      <Card className="flex flex-col gap-4 p-4">
        <Choice
          label={say('strategyKind')}
          hint={say(KIND_HINTS[kind])}
          value={kind}
          onChange={({ target }) => set({ kind: target.value as Draft['kind'] })}
          options={[
            ['none', say('strategyNone')],
            ['fixed_size', say('strategyFixed')],
            ['budget', say('strategyBudget')],
            ['hybrid', say('strategyHybrid')],
          ]}
        />
        {(kind === 'fixed_size' || kind === 'budget') && (
          <RuleFields
            rule={{ ...rule, name: kind }}
            at=""
            currency={settings.currency}
            onChange={(changed) => set({ rule: changed })}
          />
        )}
      </Card>
      {kind === 'hybrid' && (
        <EditCases
          cases={cases}
          otherwise={rule}
          settings={settings}
          onCases={(changed) => set({ cases: changed })}
          onOtherwise={(changed) => set({ rule: changed })}
        />
      )}
      {kind !== 'none' && <Limits draft={draft} settings={settings} onChange={set} />}
    </>
  );
}

/** What may be chosen at all. */
function Limits({
  draft: { whiteList, types },
  settings,
  onChange,
}: {
  draft: Draft;
  settings: StrategySettings;
  onChange(some: Partial<Draft>): void;
}) {
  const { say } = useWords();
  const withType = (type: PackageType, isChosen: boolean): PackageType[] =>
    PACKAGE_TYPES.filter((one) => (one === type ? isChosen : types.includes(one)));
  return (
    <Card className="flex flex-col gap-5 p-4">
      <fieldset className="flex flex-col gap-1">
        <legend className={labelClass}>{say('strategyTypes')}</legend>
        <p className="text-sm text-muted">{say('strategyTypesHint')}</p>
        <div className="grid gap-x-6 sm:grid-cols-2">
          {PACKAGE_TYPES.map((type) => (
            <Check
              key={type}
              label={say(PACKAGE_TYPE_TEXTS[type])}
              checked={types.includes(type)}
              onChange={({ target }) => onChange({ types: withType(type, target.checked) })}
            />
          ))}
        </div>
      </fieldset>
      <PlacePicker
        label={say('strategyWhiteList')}
        hint={say('strategyWhiteListHint')}
        chosen={whiteList}
        options={settings.places.map(({ iso3, name }) => [iso3, name] as const)}
        onChange={(changed) => onChange({ whiteList: changed })}
      />
    </Card>
  );
}

const KIND_HINTS = {
  none: 'strategyNoneHint',
  fixed_size: 'strategyFixedHint',
  budget: 'strategyBudgetHint',
  hybrid: 'strategyHybridHint',
} as const;
