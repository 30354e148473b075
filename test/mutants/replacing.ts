/** Replacing eSIMs: what comes over, once, and where to. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'replacing-bought-before-it-is-cancelled',
    bug: 'A package is ordered anew though its provider has not taken the old one back.',
    file: 'src/domain/esims/replacing/list-replaced.ts',
    text: 'replacing.current().pay_twice && (',
    broken: '(',
    tests: ['flows/replace-wholesale'],
  },
  {
    id: 'replacing-two-new-esims',
    bug: 'A redemption beside a replacement leaves the packages waiting for an eSIM of their own.',
    file: 'src/domain/esims/provisioning/insert-esim.ts',
    text: "($3 = 'universal' or r.old_esim_id = $4",
    broken: '(r.old_esim_id = $4',
    tests: ['flows/replace-wholesale'],
  },
  {
    id: 'replacing-nothing-counts',
    bug: 'Putting an eSIM away without a new one counts towards the limit.',
    file: 'src/domain/esims/replacing/conclude-replacement.ts',
    text: 'is_counted and new_esim_id is not null',
    broken: 'is_counted',
    tests: ['flows/replace-wholesale'],
  },
  {
    id: 'replacing-under-a-reference-that-failed',
    bug: 'What a telco accepted and gave up is asked for for ever under its old reference.',
    file: 'src/domain/esims/provisioning/give-up.ts',
    text: 'if (kept && isNamed) await renameMoved(tx, order);',
    broken: '',
    tests: ['flows/replace-wholesale'],
  },
  {
    id: 'replacing-another-travelers',
    bug: "A visitor replaces another traveler's eSIM.",
    file: 'src/domain/esims/replacing/find-replaceable.ts',
    text: 'owner !== undefined && found.traveler_id !== owner',
    broken: 'false',
    tests: ['flows/webview-replace'],
  },
] satisfies Mutant[];
