/** Who hears of the installation's own troubles. */
import { part } from '../../config/part.ts';
import { variable, type Reading } from '../../config/variable.ts';
import { emailIssue } from '../../input/email.ts';

/** Empty: nobody; the log and the metrics say it all the same. */
export type OperatorConfig = { operatorEmails: readonly string[] };

const MOST = 10;

export const operatorConfig = part(
  {
    HUBBY_OPERATOR_EMAIL: variable<readonly string[], readonly string[]>(readAddresses, {
      fallback: [],
      byDefault: 'none',
      meaning:
        'who is told of troubles with suppliers ([mail to the operator](suppliers/README.md#mail-to-the-operator)); several with commas. Needs a mail server or Brevo',
    }),
  },
  (values): OperatorConfig => ({ operatorEmails: values.HUBBY_OPERATOR_EMAIL }),
);

function readAddresses(given: string): Reading<readonly string[]> {
  const addresses = [...new Set(given.split(',').map((one) => one.trim()))];
  if (addresses.length > MOST) return { expected: `at most ${MOST} e-mail addresses` };
  for (const [i, address] of addresses.entries()) {
    const issue = emailIssue(address);
    // The text itself is not shown: texts with an @ in them might hold a secret.
    if (issue !== null) return { expected: `as address ${i + 1} an e-mail address ${issue}` };
  }
  return { value: addresses };
}
