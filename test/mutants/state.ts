/** What a process remembers, and for how long it may. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'a-worker-that-keeps-its-memory',
    bug: 'A worker that has read a catalog once has twice the memory for good.',
    file: 'src/start/spare-memory.ts',
    text: "  setFlagsFromString('--semi-space-growth-factor=1');\n",
    broken: '',
    tests: ['worker-memory'],
  },
  {
    id: 'prices-of-yesterday',
    bug: 'New prices of a partner are not seen until the process starts again.',
    file: 'src/domain/partners/price-book.ts',
    text: 'if (book?.version !== version)',
    broken: 'if (book === undefined)',
    tests: ['flows/destinations'],
  },
  {
    id: 'limits-that-never-change',
    bug: 'A limit that another process was told of is not in force here.',
    file: 'src/domain/abuse/settings.ts',
    text: 'if (now - readAt < KEPT_MS && now >= readAt)',
    broken: 'if (readAt > 0)',
    tests: ['abuse-limits'],
  },
  {
    id: 'what-was-set-is-forgotten',
    bug: 'A limit that was just set gives way to an older one that was being read.',
    file: 'src/domain/abuse/settings.ts',
    text: 'return mine === reading ? keep(found, now) : limits;',
    broken: 'return keep(found, now);',
    tests: ['abuse-limits'],
  },
  {
    id: 'whoever-waits-for-a-cover-waits-forever',
    bug: 'A request hangs when the thread that solves covers ends.',
    file: 'src/domain/planning/cover/in-thread.ts',
    text: 'for (const { reject } of waiting.values()) reject(notNow(cause));',
    broken: '',
    tests: ['flows/hard-covers'],
  },
] satisfies Mutant[];
