/** Partners take turns wherever something waits. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'all-wait-in-one-line',
    bug: 'Whoever comes after a thousand of another waits for all of them.',
    file: 'src/turns.ts',
    text: `    let line = this.#byKey.get(key);
    if (line === undefined) {
      line = new Line(key);`,
    broken: `    let line = this.#byKey.values().next().value;
    if (line === undefined) {
      line = new Line(key);`,
    tests: ['turns'],
  },
  {
    id: 'who-has-gone-is-remembered',
    bug: 'Every key that ever waited stays in memory.',
    file: 'src/turns.ts',
    text: 'else this.#byKey.delete(line.key);',
    broken: '',
    tests: ['turns'],
  },
  {
    id: 'one-key-holds-all',
    bug: 'What is slow for one partner takes every place.',
    file: 'src/turns.ts',
    text: '(this.#inside.get(key) ?? 0) < (this.#options.ofOneKey ?? Infinity);',
    broken: 'key !== undefined;',
    tests: ['turns'],
  },
  {
    id: 'no-room-for-who-has-none-waiting',
    bug: 'One who fills the waiting room keeps everybody out of it.',
    file: 'src/turns.ts',
    text: 'own * (this.#waiting.keys + (own === 0 ? 1 : 0)) >= of',
    broken: 'own >= 0',
    tests: ['provider-guard'],
  },
  {
    id: 'the-place-of-a-failure-is-lost',
    bug: 'Work that fails never gives its place back.',
    file: 'src/turns.ts',
    text: 'work().finally(leave)',
    broken: 'work().then((v) => (leave(), v))',
    tests: ['turns'],
  },
  {
    id: 'who-gave-up-is-let-in',
    bug: 'The turn of one who went away is given to nobody.',
    file: 'src/turns.ts',
    text: 'while (next?.isGone === true);',
    broken: 'while (false);',
    tests: ['turns'],
  },
  {
    id: 'newcomers-wait-with-the-others',
    bug: 'A call now and then waits for a batch of whoever calls all the time.',
    file: 'src/db/batch-queue.ts',
    text: 'const isNew = !this.#present.has(partner) && this.#others.of(partner) === 0;',
    broken: 'const isNew = false;',
    tests: ['batch'],
  },
  {
    id: 'newcomers-fill-every-batch',
    bug: 'Many partners that call now and then starve one that is at work.',
    file: 'src/db/batch-queue.ts',
    text: 'this.#others.size === 0 ? MAX : MAX / 2',
    broken: 'MAX',
    tests: ['batch'],
  },
  {
    id: 'calls-under-way-are-never-over',
    bug: 'A partner is a newcomer once in the life of a process.',
    file: 'src/db/batch-queue.ts',
    text: 'for (const { partner } of group) this.#count(partner, -1);',
    broken: 'void group;',
    tests: ['batch-queue'],
  },
  {
    id: 'a-line-of-the-pool-for-all',
    bug: 'A transaction takes no turn of its partner, and one partner holds every connection.',
    file: 'src/db/pool.ts',
    text: 'transaction(partnerId, `begin; ${actAs(partnerId)}`, work)',
    broken: 'transaction(NOBODY, `begin; ${actAs(partnerId)}`, work)',
    tests: ['lend'],
  },
  {
    id: 'a-pool-that-one-partner-holds',
    bug: 'Transactions of one partner that wait for locks hold every connection.',
    file: 'src/db/lend.ts',
    text: 'ofOneKey: max - Math.floor(max * OTHERS_SHARE),',
    broken: '',
    tests: ['lend'],
  },
  {
    id: 'a-refused-connection-keeps-its-turn',
    bug: 'Every failed connection makes the pool smaller.',
    file: 'src/db/lend.ts',
    text: `      } catch (error) {
        leave();`,
    broken: '      } catch (error) {',
    tests: ['lend'],
  },
] satisfies Mutant[];
