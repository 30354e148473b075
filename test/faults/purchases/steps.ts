/** The steps of a purchase between which a process can die: each finds whether one stands there. */
export const STEPS: Readonly<Record<string, string>> = {
  'the purchase is stored, its page is not known': `select 1 from checkouts where checkout_id is null`,
  'the page is made, and not noted': `select 1 from pay_desk.sessions s
    where not exists (select from checkouts c where c.checkout_id = s.id)`,
  'it is paid there, and not heard of here': `select 1
    from pay_desk.payments p
    join checkouts c on c.checkout_id = p.session_id
    join purchases u on u.id = c.purchase_id
    where p.status = 'succeeded' and u.state = 'created'`,
  'the event is stored, and not applied': `select 1 from payment_events where next_attempt_at is not null`,
  'it is paid here, and not booked': `select 1 from purchases where state = 'paid' and queue_id is null`,
  'it is booked, and not ordered': `select 1 from purchases u
    where u.state = 'paid' and u.queue_id is not null
      and not exists (select from provider_orders o where o.queue_id = u.queue_id)`,
  'the order is under way': `select 1
    from purchases u
    join provider_orders o on o.queue_id = u.queue_id
    where u.state = 'paid' and o.state = 'intent' and o.sends > 0`,
  'the telco has made it, and it is not noted': `select 1
    from purchases u
    join provider_orders o on o.queue_id = u.queue_id
    join telco.orders t on t.reference = o.reference::text
    where u.state = 'paid' and o.state in ('intent', 'unknown')`,
  'the money is to go back': `select 1 from refunds where done_at is null`,
  'the money went back there, and it is not noted': `select 1
    from pay_desk.refunds r
    join checkouts c on c.payment_id = r.payment_id
    join refunds f on f.purchase_id = c.purchase_id
    where f.done_at is null`,
};
