/**
 * The mixed load of the soak: what partners and travelers do on a normal day, at an even rate. Each
 * traveler books a handful of times and is left alone then, so that no operation grows with the
 * time that has passed.
 */
import { signRequest } from '@hubby/sdk/signing';
import { Pool } from 'undici';
import { percentile } from './figures.ts';
import type { Key } from './round.ts';
import { DEPARTURE, ENTRY } from './stage.ts';

const BOOKINGS_EACH = 5;
/** How long after its booking a queue is redeemed, or a booking cancelled. */
const REST_MS = 5_000;
const AT_ONCE = 64;
/** Kept of what can be redeemed, cancelled, used: the oldest are given up. */
const KEPT = 2_000;
const STEPS_OF_A_PHONE = 8;
const ANSWER_LIMIT_MS = 60_000;
const CONNECTIONS = 32;

type Operation = 'book' | 'again' | 'dashboard' | 'redeem' | 'use' | 'cancel' | 'list';
/** In a hundred. What finds nothing to do books. */
const MIX: Record<Operation, number> = {
  book: 32,
  again: 3,
  dashboard: 30,
  redeem: 12,
  use: 12,
  cancel: 8,
  list: 3,
};
const TURNS = Object.entries(MIX).flatMap(([name, share]) =>
  Array.from({ length: share }, (_, i) => ({ name: name as Operation, at: (i + 0.5) / share })),
);
/** One hundred operations, each kind spread evenly. */
const ROUND = TURNS.sort((a, b) => a.at - b.at).map(({ name }) => name);

type Booked = { id: string; user: string; queueId: string; at: number };
type Phone = { iccid: string; steps: number };
type Answer = { status: number; data: unknown };
type BookingAnswer = { id: string; package_queues: { id: string }[] };
type RedemptionAnswer = { current_esim: { iccid: string } };

export type LoadFigures = {
  done: number;
  by: Record<Operation, number>;
  /** to come again: 503, or another redemption is under way; `skipped`: not sent, since too many were under way */
  refused: number;
  skipped: number;
  p50: number;
  p99: number;
  problems: string[];
};

export class SoakLoad {
  readonly #pool: Pool;
  readonly #key: Key;
  readonly #perSecond: number;
  #timer: NodeJS.Timeout | undefined;
  readonly #underWay = new Set<Promise<void>>();
  #bookings = 0;
  #turn = 0;
  #last: { body: string; key: string } | null = null;
  readonly #users: string[] = [];
  readonly #redeemable: Booked[] = [];
  readonly #cancellable: Booked[] = [];
  readonly #phones: Phone[] = [];
  readonly #known = new Set<string>();
  #times: number[] = [];
  #by: Record<Operation, number> = none();
  #refused = 0;
  #skipped = 0;
  #problems: string[] = [];

  constructor(origin: string, key: Key, perSecond: number) {
    this.#pool = new Pool(origin, {
      connections: CONNECTIONS,
      pipelining: 1,
      headersTimeout: ANSWER_LIMIT_MS,
      bodyTimeout: ANSWER_LIMIT_MS,
    });
    this.#key = key;
    this.#perSecond = perSecond;
  }

  begin(): void {
    let owed = 0;
    let last = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      // After a pause of the machine nobody comes all at once.
      owed = Math.min(owed + ((now - last) / 1000) * this.#perSecond, this.#perSecond);
      last = now;
      for (; owed >= 1; owed--) this.#next();
    }, 20);
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#underWay);
    await this.#pool.close();
  }

  /** Since it was asked last. */
  take(): LoadFigures {
    const times = this.#times;
    const figures = {
      done: times.length,
      by: this.#by,
      refused: this.#refused,
      skipped: this.#skipped,
      p50: times.length === 0 ? 0 : percentile(times, 0.5),
      p99: times.length === 0 ? 0 : percentile(times, 0.99),
      problems: this.#problems,
    };
    [this.#times, this.#by, this.#refused, this.#skipped] = [[], none(), 0, 0];
    this.#problems = [];
    return figures;
  }

  #next(): void {
    if (this.#underWay.size >= AT_ONCE) return void this.#skipped++;
    const name = ROUND[this.#turn++ % ROUND.length]!;
    const begun = performance.now();
    const work = this.#do(name)
      .then((status) => {
        if (status === 503) return void this.#refused++;
        this.#times.push(performance.now() - begun);
        this.#by[name]++;
      })
      .catch((error: unknown) => {
        if (this.#problems.length < 5)
          this.#problems.push(error instanceof Error ? error.message : String(error));
      })
      .finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  #do(name: Operation): Promise<number> {
    switch (name) {
      case 'again':
        return this.#again();
      case 'dashboard':
        return this.#dashboard();
      case 'redeem':
        return this.#redeem();
      case 'use':
        return this.#use();
      case 'cancel':
        return this.#cancel();
      case 'list':
        return this.#expect(200, 'GET', '/api/bookings?limit=20').then(({ status }) => status);
      default:
        return this.#book();
    }
  }

  async #book(): Promise<number> {
    const n = this.#bookings++;
    const user = `soaked-${Math.floor(n / BOOKINGS_EACH)}`;
    const body = JSON.stringify({
      booking_id: `soak-${n}`,
      departure_date: DEPARTURE,
      package_specifications: [{ external_user_id: user, ...ENTRY }],
    });
    const key = `soak-key-${n}`;
    const { status, data } = await this.#expect(201, 'POST', '/api/bookings', body, key);
    if (status === 503) return status;
    this.#last = { body, key };
    keep(this.#users, user);
    const { id, package_queues } = data as BookingAnswer;
    const queueId = package_queues[0]!.id;
    const booked = { id, user, queueId, at: performance.now() };
    // Most are redeemed, some cancelled, some left as they are.
    if (n % 10 < 5) keep(this.#redeemable, booked);
    else if (n % 10 < 8) keep(this.#cancellable, booked);
    return status;
  }

  /** The client has heard nothing and sends the last booking once more. */
  async #again(): Promise<number> {
    if (this.#last === null) return this.#book();
    const { body, key } = this.#last;
    return (await this.#expect(201, 'POST', '/api/bookings', body, key)).status;
  }

  async #dashboard(): Promise<number> {
    if (this.#users.length === 0) return this.#book();
    const user = this.#users[this.#turn % this.#users.length]!;
    const path = `/api/native/user-dashboard?external_user_id=${user}`;
    return (await this.#expect(200, 'GET', path)).status;
  }

  async #redeem(): Promise<number> {
    const booked = takeRested(this.#redeemable);
    if (booked === null) return this.#book();
    const { status, data } = await this.#expect(
      200,
      'POST',
      '/api/native/redeem-package',
      JSON.stringify({ external_user_id: booked.user, package_queue_id: booked.queueId }),
    );
    if (status === 503) return status;
    const { iccid } = (data as RedemptionAnswer).current_esim;
    if (!this.#known.has(iccid)) {
      this.#known.add(iccid);
      if (this.#known.size > KEPT) this.#known.delete(this.#known.values().next().value!);
      keep(this.#phones, { iccid, steps: 0 });
    }
    return status;
  }

  /** A phone is set up, switched on, and then uses a tenth of its data at a time. */
  async #use(): Promise<number> {
    const phone = this.#phones.shift();
    if (phone === undefined) return this.#dashboard();
    const action = (['install', 'enable'] as const)[phone.steps] ?? 'consume';
    const body = action === 'consume' ? JSON.stringify({ percent: 15 }) : undefined;
    const path = `/api/sandbox/esims/${phone.iccid}/${action}`;
    const { status } = await this.#expect(200, 'POST', path, body);
    if (status !== 503) phone.steps++;
    if (phone.steps < STEPS_OF_A_PHONE) keep(this.#phones, phone);
    return status;
  }

  async #cancel(): Promise<number> {
    const booked = takeRested(this.#cancellable);
    if (booked === null) return this.#book();
    return (await this.#expect(200, 'DELETE', `/api/bookings/${booked.id}`)).status;
  }

  /** 503 is an answer as well: the client would come again. */
  async #expect(
    wanted: number,
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: string,
    key?: string,
  ): Promise<Answer> {
    const { api_key, api_secret } = this.#key;
    const timestamp = String(Date.now());
    const answer = await this.#pool.request({
      method,
      path,
      headers: {
        'x-api-key': api_key,
        'x-timestamp': timestamp,
        'x-signature': signRequest(api_secret, timestamp, method, path),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.body.text();
    // A traveler's redemptions go one after another; who has waited for ten seconds comes again.
    const isWaiting = answer.statusCode === 409 && text.includes('"redeem_in_progress"');
    const status = isWaiting ? 503 : answer.statusCode;
    if (status !== wanted && status !== 503)
      throw new Error(
        `${method} ${path} answered ${status} instead of ${wanted}: ${text.slice(0, 500)}`,
      );
    return { status, data: JSON.parse(text).data };
  }
}

const none = (): Record<Operation, number> =>
  Object.fromEntries(Object.keys(MIX).map((name) => [name, 0])) as Record<Operation, number>;

function keep<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > KEPT) list.shift();
}

/** The oldest that has rested long enough; null: there is none. */
const takeRested = (list: Booked[]): Booked | null =>
  list.length > 0 && performance.now() - list[0]!.at >= REST_MS ? list.shift()! : null;
