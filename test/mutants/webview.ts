/** Sessions of the managed screens: whose, how often, for how long, and who sees what. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'webview-token-again',
    bug: 'A redirect token opens as many sessions as somebody wants.',
    file: 'src/domain/webview/exchange-token.ts',
    text: 'token_hash = $1 and used_at is null and expires_at > $2',
    broken: 'token_hash = $1 and expires_at > $2',
    tests: ['flows/webview-sessions'],
  },
  {
    id: 'webview-token-for-ever',
    bug: 'A redirect token never runs out.',
    file: 'src/domain/webview/exchange-token.ts',
    text: 'used_at is null and expires_at > $2',
    broken: 'used_at is null and $2::timestamptz is not null',
    tests: ['flows/webview-sessions'],
  },
  {
    id: 'webview-ended-goes-on',
    bug: 'A session that was ended is answered.',
    file: 'src/domain/webview/find-visitor.ts',
    text: 'found.ended_at !== null ||',
    broken: '',
    tests: ['flows/webview-sessions'],
  },
  {
    id: 'webview-partner-suspended',
    bug: "A suspended partner's travelers stay in.",
    file: 'src/domain/webview/find-visitor.ts',
    text: 'found.partner.suspended_at !== null',
    broken: 'false',
    tests: ['flows/webview-sessions'],
  },
  {
    id: 'webview-code-opens-all',
    bug: 'Whoever redeems a code sees all that its traveler has.',
    file: 'src/domain/webview/exchange-token.ts',
    text: "said.bookingId === null ? 'traveler' : { bookingId: said.bookingId }",
    broken: "'traveler'",
    tests: ['flows/hosted-webview'],
  },
  {
    id: 'webview-scripts-always',
    bug: 'Without scripts a redeemed code leads to a page that needs them.',
    file: 'src/pages/redeem/redeem.ts',
    text: "asked.hasWebview && plain === ''",
    broken: 'asked.hasWebview',
    tests: ['flows/hosted-webview'],
  },
  {
    id: 'webview-low-beside-more',
    bug: 'Who has just bought more is asked to buy more.',
    file: 'web/webview/src/data/plans.ts',
    text: "standing === 'low' && served.has(iso3)",
    broken: 'false',
    tests: ['webview-plans'],
  },
] satisfies Mutant[];
