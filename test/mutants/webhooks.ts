/** Events, deliveries and endpoints. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'events-off-by-default-are-sent',
    bug: 'A partner who set no flag gets events that are off by default.',
    file: 'src/domain/webhooks/record-event.sql',
    text: "coalesce((v_flags->>translate(p_type, '.', '_'))::boolean, p_default)",
    broken: "coalesce((v_flags->>translate(p_type, '.', '_'))::boolean, true)",
    tests: ['flows/webhooks'],
  },
  {
    id: 'a-new-url-keeps-the-failures-of-the-old',
    bug: 'An endpoint under another URL goes on failing since its predecessor did.',
    file: 'src/domain/webhooks/write-endpoint.ts',
    text: 'failing_since = null, warnings = 0, updated_at = now()',
    broken: 'updated_at = now()',
    tests: ['flows/webhooks'],
  },
  {
    id: 'a-stopped-lane-keeps-its-deliveries',
    bug: 'What a stopping worker had taken waits for the end of its lease.',
    file: 'src/domain/webhooks/lane.ts',
    text: 'if (line.length > 0)\n        await giveBack(',
    broken: 'if (line.length < 0)\n        await giveBack(',
    tests: ['flows/webhooks'],
  },
] satisfies Mutant[];
