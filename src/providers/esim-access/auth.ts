/** How a call to eSIM Access is signed. */
import { createHmac, randomUUID } from 'node:crypto';

export type Keys = { accessCode: string; secretKey: string };

/**
 * The four headers of a signed call. `body` is the very text that is sent: the signature is over
 * its bytes, so it is made once and sent as it is.
 */
export function signedHeaders(
  { accessCode, secretKey }: Keys,
  body: string,
  { timestamp = String(Date.now()), requestId = randomUUID() as string } = {},
): Record<string, string> {
  return {
    'RT-AccessCode': accessCode,
    'RT-RequestID': requestId,
    'RT-Timestamp': timestamp,
    'RT-Signature': createHmac('sha256', secretKey)
      .update(timestamp + requestId + accessCode + body)
      .digest('hex'),
  };
}
