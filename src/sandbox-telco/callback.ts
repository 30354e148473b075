/** Signs what the telco tells its clients. Sending callbacks is not built yet. */
import { createHmac } from 'node:crypto';

/** Headers of a callback with this raw body; `at` is the instant of sending, in real time. */
export function signCallback(secret: string, body: string, at: Date = new Date()): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return {
    'x-telco-timestamp': timestamp,
    'x-telco-signature': createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex'),
  };
}
