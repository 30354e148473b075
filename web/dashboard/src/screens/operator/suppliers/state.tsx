/** Whether anything is ordered of a supplier account, and why not. */
import type { Supplier, SupplierStatus } from '../../../data/types.ts';
import { Badge } from '../../../ui/said.tsx';
import { useWords, type Key } from '../../../words.tsx';

const LOOKS: Record<SupplierStatus, [Key, 'good' | 'warn' | 'danger']> = {
  active: ['supplierActive', 'good'],
  draining: ['supplierDraining', 'warn'],
  paused: ['supplierPaused', 'danger'],
};
export const supplierStatusText = (status: SupplierStatus): Key => LOOKS[status][0];

export function SupplierState({ supplier: { status, health } }: { supplier: Supplier }) {
  const { say } = useWords();
  const [text, tone] = LOOKS[status];
  const isOut = status === 'active' && health.out_because !== null;
  return (
    <>
      <Badge tone={tone}>{say(text)}</Badge>
      {isOut && <Badge tone="danger">{say('supplierOut')}</Badge>}
      {health.is_balance_low && <Badge tone="warn">{say('balanceLow')}</Badge>}
      {health.is_stock_low && <Badge tone="warn">{say('stockLow')}</Badge>}
    </>
  );
}
