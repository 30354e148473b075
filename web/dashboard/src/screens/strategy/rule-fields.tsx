/** One rule: so much data, or as much as a price allows. */
import type { RuleDraft } from '../../data/strategy.ts';
import { Field } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';

/** `at`: where the server's answer says that the rule stands, with a dot at its end. */
export function RuleFields({
  rule,
  at,
  currency,
  onChange,
}: {
  rule: RuleDraft;
  at: string;
  currency: string;
  onChange(rule: RuleDraft): void;
}) {
  const { say } = useWords();
  const name = (field: string): string =>
    at === ''
      ? `package_strategy.parameters.${field}`
      : `package_strategy.parameters.${at}parameters.${field}`;
  return rule.name === 'budget' ? (
    <Field
      label={say('strategyMaxPrice', { currency })}
      hint={say('strategyMaxPriceHint')}
      name={name('max_price')}
      inputMode="decimal"
      isRequired
      maxLength={15}
      value={rule.price}
      onChange={(price) => onChange({ ...rule, price })}
    />
  ) : (
    <Field
      label={say('strategySize')}
      hint={say('strategySizeHint')}
      name={name('size')}
      isRequired
      maxLength={20}
      value={rule.size}
      onChange={(size) => onChange({ ...rule, size })}
    />
  );
}
