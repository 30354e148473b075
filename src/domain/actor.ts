/**
 * Who makes a change: known at the entrance, handed down to where it is written. It names no person
 * and holds no secret, so that it may stand in the log.
 */
export type Actor = {
  readonly kind: 'member' | 'key' | 'operator' | 'cli' | 'app' | 'visitor' | 'page' | 'system';
  readonly id: string;
  /** in which request, and from where; not of commands and of what Hubby does by itself */
  readonly request?: { readonly id: string; readonly ip: string };
};

/** One who is signed in to the dashboard. */
export const byMember = (id: string): Actor => ({ kind: 'member', id });
/** A command on the installation's own machine, by the name of its user there. */
export const byCommand = (user: string): Actor => ({ kind: 'cli', id: user });
/** Hubby itself, where nobody asked: `job` says what of it. */
export const bySystem = (job: string): Actor => ({ kind: 'system', id: job });

/** A partner, by the id of its key. */
export const byKey = (id: string): Actor => ({ kind: 'key', id });
/** Whoever runs this installation, by the beginning of their token's hash. */
export const byOperator = (token: string): Actor => ({ kind: 'operator', id: token });
/** A user of a partner's app. */
export const byApp = (partnerId: string): Actor => ({ kind: 'app', id: partnerId });
/** A traveler on the managed screens, by their session. */
export const byVisitor = (sessionId: string): Actor => ({ kind: 'visitor', id: sessionId });
/** A visitor of one of our pages. */
export const byPage = (page: string): Actor => ({ kind: 'page', id: page });

export const nameOf = ({ kind, id }: Actor): string => `${kind} ${id}`;

type Log = { info(fields: object, message: string): void };

/** For the log, after the commit; `about` names what was changed, and nothing of people. */
export const noteChange = (ctx: { log: Log }, actor: Actor, what: string, about: object): void =>
  ctx.log.info({ actor: nameOf(actor), ...about }, what);
