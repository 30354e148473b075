/** An SM-DP+ of one's own, its ledger, and data plans by TM Forum. */
import type { Mutant } from '../../scripts/read-mutants.ts';

const STEPS = 'src/providers/es2plus/steps.ts';
const ORDERS = 'src/providers/es2plus/orders.ts';
const TAKE_BACK = 'src/providers/es2plus/take-back.ts';
const PLAN = 'src/providers/es2plus/tmf/ordering.ts';
const LEDGER = 'src/domain/suppliers/es2plus/steps.ts';
const PROFILES = 'src/domain/suppliers/es2plus/profiles.ts';
const tests = ['suppliers/es2plus', 'suppliers/tmf'];

export default [
  {
    id: 'a-profile-in-use-is-somebody-elses',
    bug: 'What an earlier call of ours took is thrown away, and another profile is spent.',
    file: STEPS,
    text: "answer.code === IN_USE && (await hasOtherTries(account, sent, 'download'))",
    broken: 'answer.code === IN_USE && false',
    tests,
  },
  {
    id: 'a-profile-in-use-is-ours',
    bug: 'A profile that somebody else has is sold.',
    file: STEPS,
    text: "answer.code === IN_USE && (await hasOtherTries(account, sent, 'download'))",
    broken: 'answer.code === IN_USE',
    tests,
  },
  {
    id: 'a-profile-type-is-asked-for-again',
    bug: 'Each answer that is lost costs a profile that nobody finds.',
    file: STEPS,
    text: "order.steps.download.tries > 0 || !(await ledger.begin(reference, 'download', 0))",
    broken:
      "!(await ledger.begin(reference, 'download', order.steps.download.tries)) && order === null",
    tests,
  },
  {
    id: 'a-matching-id-in-use-is-refused',
    bug: 'A confirmation whose answer was lost takes the eSIM back.',
    file: STEPS,
    text: "if (answer.code === MATCHING_ID_IN_USE && (await hasOtherTries(account, sent, 'confirm')))",
    broken: "if (answer.code === '' && (await hasOtherTries(account, sent, 'confirm')))",
    tests,
  },
  {
    id: 'anothers-matching-id-is-taken',
    bug: "A traveler gets the activation code of somebody else's profile.",
    file: STEPS,
    text: 'matchingId !== null && matchingId !== sent.matchingId',
    broken: "matchingId !== null && matchingId === ''",
    tests,
  },
  {
    id: 'anothers-product-order-is-read',
    bug: "An order is done by somebody else's, or ends their plan when it is taken back.",
    file: 'src/providers/es2plus/tmf/product-orders.ts',
    text: 'order.id !== orderId || !isNamed(order, externalId)',
    broken: 'order.id !== orderId && externalId === null',
    tests,
  },
  {
    id: 'anothers-product-order-is-made',
    bug: 'The answer to an order is believed, whoever it is about.',
    file: 'src/providers/es2plus/tmf/product-orders.ts',
    text: '!isNamed(made, wanted.externalId)',
    broken: "!isNamed(made, wanted.externalId) && made.id === ''",
    tests,
  },
  {
    id: 'a-profile-that-is-ours-and-unclear',
    bug: 'With a profile in hand the order may fail over to another supplier.',
    file: ORDERS,
    text: 'if (order?.refusal === null && order.steps.download.isDone) return order;',
    broken: '',
    tests,
  },
  {
    id: 'a-refusal-before-it-is-taken-back',
    bug: 'A refused order leaves a profile that nobody has.',
    file: ORDERS,
    text: '  await takeBack(account, order);\n',
    broken: '',
    tests,
  },
  {
    id: 'a-first-call-that-was-refused-is-cancelled',
    bug: 'A wrong identifier costs a profile of the stock with every order.',
    file: TAKE_BACK,
    text: 'const hasTaken = isDone || tries > 1;',
    broken: 'const hasTaken = isDone || tries > 0;',
    tests,
  },
  {
    id: 'a-plan-is-sent-again-at-once',
    bug: 'A plan whose order is still on its way is bought twice.',
    file: PLAN,
    text: '    mustHaveArrived(bss, order);\n',
    broken: '',
    tests,
  },
  {
    id: 'a-plan-is-not-looked-up',
    bug: 'A plan whose answer was lost is bought twice.',
    file: PLAN,
    text: '    if (found !== null && isAlive(found)) return found;\n',
    broken: '    if (found !== null && isAlive(found)) mustHaveArrived(bss, order);\n',
    tests,
  },
  {
    id: 'an-ended-plan-is-found-again',
    bug: 'Who orders under a name that was taken back gets a plan that has ended.',
    file: PLAN,
    text: 'one.productId === null || (await findEnd(session, one.productId)) === null',
    broken: 'one.productId !== ""',
    tests,
  },
  {
    id: 'a-call-of-a-count-that-is-old',
    bug: 'Of two calls at once each believes to be the only one.',
    file: LEDGER,
    text: '         where s.tries = $4::integer\n',
    broken: '',
    tests,
  },
  {
    id: 'a-call-for-a-refused-order',
    bug: 'What is being taken back is ordered meanwhile.',
    file: LEDGER,
    text: ' and o.refusal is null',
    broken: '',
    tests,
  },
  {
    id: 'a-finished-order-is-refused',
    bug: 'A traveler is told of an eSIM that is then taken away.',
    file: LEDGER,
    text: '    if (done !== undefined) return false;\n',
    broken: '',
    tests,
  },
  {
    id: 'an-older-word-of-a-device',
    bug: 'A notification that comes late undoes a newer one.',
    file: PROFILES,
    text: 'set state = case when is_newer then $3 else state end,',
    broken: 'set state = $3,',
    tests,
  },
  {
    id: 'anybody-tells-progress',
    bug: 'A certificate of one SM-DP+ speaks for accounts at another.',
    file: 'src/providers/es2plus/progress/peers.ts',
    text: 'return checkServerIdentity(wanted, certificate) === undefined;',
    broken: 'return wanted !== "" && certificate !== undefined;',
    tests,
  },
  {
    id: 'what-was-promised-and-taken-back-is-pending-for-ever',
    bug: 'An order whose plan is refused later waits until its deadline, and then for a person.',
    file: 'src/providers/es2plus/orders.ts',
    text: 'error instanceof ProviderRefused && !isPromised',
    broken: 'error instanceof ProviderRefused',
    tests: ['suppliers/tmf'],
  },
] satisfies Mutant[];
