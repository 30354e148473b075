/** What the load generator is told to do, and what it tells back. */
export type Key = { api_key: string; api_secret: string };

export type Target = {
  origin: string;
  method: 'GET' | 'POST';
  /** used in turns */
  paths: string[];
  /** used in turns; `{unique}` stands for text that no other request has */
  bodies: string[] | null;
  /** null: anybody may call it */
  auth: { key: Key } | { bearer: string } | null;
  /** what every answer must have */
  status: number;
  /** each request has an Idempotency-Key of its own */
  withKey?: boolean;
  /** bodies, or paths where there are more of them, are good for one request each */
  once?: boolean;
  /** each request comes from an address of its own, as a proxy would say */
  fromEach?: boolean;
};

export type Round = Target & {
  connections: number;
  seconds: number;
  /** at most so many requests, whatever the time */
  limit: number;
  /** makes `{unique}` differ from that of other rounds */
  name: string;
  /** with `once`: the first body to use */
  from: number;
  /** each request's time is told, in the order of the answers */
  tellsTimes?: boolean;
};

export type Figures = {
  requests: number;
  /** requests per second */
  throughput: number;
  /** milliseconds */
  p50: number;
  p95: number;
  p99: number;
  /** milliseconds, of a round that tells them */
  times?: number[];
};

export type Reply = { figures: Figures } | { error: string };
