/** What the load generator is told to do, and what it tells back. */
export type Key = { api_key: string; api_secret: string };

export type Target = {
  origin: string;
  method: 'GET' | 'POST';
  /** used in turns */
  paths: string[];
  /** used in turns; `{unique}` stands for text that no other request has */
  bodies: string[] | null;
  auth: { key: Key } | { bearer: string };
  /** what every answer must have */
  status: number;
  /** each request has an Idempotency-Key of its own */
  withKey?: boolean;
  /** bodies are good for one request each */
  once?: boolean;
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
};

export type Figures = {
  requests: number;
  /** requests per second */
  throughput: number;
  /** milliseconds */
  p50: number;
  p95: number;
  p99: number;
};

export type Reply = { figures: Figures } | { error: string };
