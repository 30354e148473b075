/**
 * What every sender of pushes offers: FCM where it is configured (fcm/), else the built-in mailbox.
 */
export type Push = {
  /** ours, the same at every attempt */
  id: string;
  /** all that the app gets; it shows what it likes */
  data: Record<string, string>;
  /** registration tokens, one per installation of an app */
  tokens: string[];
};

/**
 * Of one device:
 * taken      the sender has it
 * gone       the token is dead for good: nothing more is to be sent there
 * refused    never to be tried again, though the token may be good
 * postponed  may be tried again; perhaps it arrived all the same
 */
export type DeviceOutcome =
  | { kind: 'taken' | 'gone' }
  | { kind: 'refused' | 'postponed'; reason: string; retryAfterS: number | null };

export interface PushSender {
  readonly name: 'mailbox' | 'fcm';
  /** Whether what it took is as good as arrived. */
  readonly delivers: boolean;
  /**
   * By token. Never throws; reasons hold no token. Ends within a minute or so, whatever the other
   * side does.
   */
  send(push: Push): Promise<Map<string, DeviceOutcome>>;
  close(): Promise<void>;
}
