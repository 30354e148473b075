/** What a supplier account is made of; which credentials and settings, its kind says. */
import { useState } from 'react';
import type { Money, Supplier, SupplierKind } from '../../../data/types.ts';
import { Field } from '../../../ui/field.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { useWords } from '../../../words.tsx';

type Amount = { amount: string; currency: string };
export type AccountDraft = {
  baseUrl: string;
  priority: string;
  credentials: Record<string, string>;
  settings: string;
  cap: Amount;
  threshold: Amount;
};

const amountOf = (money: Money | null | undefined): Amount =>
  money == null
    ? { amount: '', currency: '' }
    : { amount: String(money.amount), currency: money.currency };

export const draftOf = (supplier?: Supplier): AccountDraft => ({
  baseUrl: supplier?.base_url ?? '',
  priority: String(supplier?.priority ?? 100),
  credentials: {},
  settings: supplier === undefined ? '' : JSON.stringify(supplier.settings, null, 2),
  cap: amountOf(supplier?.spend_cap),
  threshold: amountOf(supplier?.balance_threshold),
});

export function useDraft(supplier?: Supplier) {
  const [draft, setDraft] = useState(() => draftOf(supplier));
  return { draft, change: (more: Partial<AccountDraft>) => setDraft({ ...draft, ...more }) };
}

const moneyOf = ({ amount, currency }: Amount): Money | null =>
  amount.trim() === '' ? null : { amount: Number(amount), currency: currency.trim() };

/** As the API takes it. Throws `SyntaxError` where the settings are no JSON. */
export function accountOf(draft: AccountDraft): Record<string, unknown> {
  const credentials = Object.fromEntries(
    Object.entries(draft.credentials).filter(([, value]) => value !== ''),
  );
  return {
    priority: Number(draft.priority),
    spend_cap: moneyOf(draft.cap),
    balance_threshold: moneyOf(draft.threshold),
    ...(draft.baseUrl.trim() === '' ? {} : { base_url: draft.baseUrl.trim() }),
    ...(Object.keys(credentials).length === 0 ? {} : { credentials }),
    ...(draft.settings.trim() === '' ? {} : { settings: JSON.parse(draft.settings) as unknown }),
  };
}

type Editing = { draft: AccountDraft; change(more: Partial<AccountDraft>): void };

export function AccountFields({
  kind,
  isNew,
  draft,
  change,
}: Editing & { kind: SupplierKind | undefined; isNew: boolean }) {
  const { say } = useWords();
  return (
    <>
      <Field
        label={say('supplierAddress')}
        hint={kind?.base_url ?? say('supplierAddressHint')}
        name="base_url"
        type="url"
        value={draft.baseUrl}
        onChange={(baseUrl) => change({ baseUrl })}
      />
      <Credentials kind={kind} isNew={isNew} draft={draft} change={change} />
      <Settings kind={kind} draft={draft} change={change} />
      <Field
        label={say('supplierPriority')}
        hint={say('supplierPriorityHint')}
        name="priority"
        inputMode="numeric"
        isRequired
        value={draft.priority}
        onChange={(priority) => change({ priority })}
      />
      <AmountFields
        label={say('spendCap')}
        hint={say('spendCapHint')}
        amount={draft.cap}
        onChange={(cap) => change({ cap })}
      />
      <AmountFields
        label={say('balanceThreshold')}
        hint={say('balanceThresholdHint')}
        amount={draft.threshold}
        onChange={(threshold) => change({ threshold })}
      />
    </>
  );
}

type Described = { description?: string; pattern?: string };
const fieldsOf = (schema: Record<string, unknown> | undefined): [string, Described][] =>
  Object.entries((schema?.['properties'] ?? {}) as Record<string, Described>);

/** Sealed where they are kept, and never shown again; a certificate has lines. */
function Credentials({
  kind,
  isNew,
  draft,
  change,
}: Editing & { kind: SupplierKind | undefined; isNew: boolean }) {
  const { say } = useWords();
  const set = (name: string) => (value: string) =>
    change({ credentials: { ...draft.credentials, [name]: value } });
  return fieldsOf(kind?.credentials).map(([name, { description = '', pattern }]) => {
    const shared = {
      label: name,
      hint: isNew ? description : `${description} ${say('credentialsKept')}`,
      name: `credentials.${name}`,
      value: draft.credentials[name] ?? '',
      onChange: set(name),
    };
    return pattern?.includes('BEGIN') === true ? (
      <TextArea key={name} {...shared} isCode rows={4} />
    ) : (
      <Field
        key={name}
        {...shared}
        type="password"
        autoComplete="off"
        inputClassName="font-mono text-sm"
      />
    );
  });
}

function Settings({ kind, draft, change }: Editing & { kind: SupplierKind | undefined }) {
  const { say } = useWords();
  const fields = fieldsOf(kind?.settings);
  if (fields.length === 0) return null;
  return (
    <TextArea
      label={say('supplierSettings')}
      hint={
        <>
          {say('supplierSettingsHint')}
          {fields.map(([name, { description = '' }]) => (
            <span key={name} className="mt-1 block" lang="en">
              <code>{name}</code> {description}
            </span>
          ))}
        </>
      }
      name="settings"
      isCode
      rows={5}
      value={draft.settings}
      onChange={(settings) => change({ settings })}
    />
  );
}

function AmountFields({
  label,
  hint,
  amount: { amount, currency },
  onChange,
}: {
  label: string;
  hint: string;
  amount: Amount;
  onChange(amount: Amount): void;
}) {
  const { say } = useWords();
  return (
    <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_8rem]">
      <Field
        label={label}
        hint={hint}
        inputMode="decimal"
        value={amount}
        onChange={(to) => onChange({ amount: to, currency })}
      />
      <Field
        label={say('amountCurrency')}
        aria-label={`${label}: ${say('amountCurrency')}`}
        placeholder="EUR"
        maxLength={3}
        isRequired={amount.trim() !== ''}
        value={currency}
        onChange={(to) => onChange({ amount, currency: to.toUpperCase() })}
      />
    </div>
  );
}
