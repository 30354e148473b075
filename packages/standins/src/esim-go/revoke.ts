/** Taking a bundle off an eSIM again. */
import { assignmentsOf, esimOf, pay, Refusal } from './book.ts';
import type { Assignment, Book } from './book.ts';

const REFUND_DAYS = 60;

/** `validate` changes nothing. */
export function revoke(
  book: Book,
  assignment: Assignment,
  { type, refundToBalance }: { type: string | null; refundToBalance: boolean },
): void {
  if (type !== 'validate' && type !== 'transaction') throw new Refusal(400, 'Invalid type');
  if (['revoked', 'expired', 'lapsed', 'depleted'].includes(assignment.state))
    throw new Refusal(400, `Bundle is ${assignment.state}`);
  if (assignment.state === 'processing') throw new Refusal(503, 'Processing');
  const age = Date.now() - assignment.assignedAt.getTime();
  const isRefunded = assignment.startedAt === null && age < REFUND_DAYS * 86_400_000;
  if (refundToBalance && !isRefunded) throw new Refusal(400, 'Bundle can not be refunded');
  if (type === 'validate') return;
  assignment.state = 'revoked';
  if (isRefunded && refundToBalance) pay(book, -assignment.bundle.price);
  else if (isRefunded) {
    const { bundle } = assignment;
    book.stock.push({ id: book.stock.length + 1, bundle, total: 1, remaining: 1 });
  }
  const esim = esimOf(book, assignment.iccid);
  const isBare = assignmentsOf(book, esim.iccid).every((one) => one.state === 'revoked');
  if (isBare && esim.profileStatus === 'Released') esim.goesBack = true;
}
