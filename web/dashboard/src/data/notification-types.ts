/** The same of what members are told of, and of addresses that are posted to. */

export type Way = 'at_once' | 'daily' | 'none';
export type Subject =
  | 'endpoint_disabled'
  | 'endpoint_failing'
  | 'deliveries_exhausted'
  | 'endpoint_off'
  | 'key_expiring'
  | 'support_open'
  | 'import_waiting'
  | 'codes_ending'
  | 'account_out'
  | 'balance_low'
  | 'stock_low'
  | 'orders_waiting'
  | 'purchases_waiting'
  | 'costs_waiting'
  | 'support_escalated'
  | 'findings_open';
export type SubjectChoice = { subject: Subject; way: Way; usual_way: Way };
export type NotificationChoices = { subjects: SubjectChoice[] };

export type PostLanguage = 'en' | 'de' | 'fr' | 'es' | 'nl';
export type NotificationAddress = {
  id: string;
  label: string;
  url_hint: string;
  language: PostLanguage;
  subjects: Subject[] | null;
  status: 'on' | 'failing' | 'off';
  off_reason: 'member' | 'failing' | 'gone' | null;
  failing_since: string | null;
  last_error: string | null;
};
export type NotificationAddresses = { addresses: NotificationAddress[] };
export type TestedAddress = {
  is_taken: boolean;
  status_code: number | null;
  error: string | null;
};
