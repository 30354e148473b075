/** Mails to members in German. */
import type { MemberTexts } from './en.ts';

export const de: MemberTexts = {
  signInSubject: 'Anmelden bei Hubby',
  signInLead:
    'Öffnen Sie diesen Link innerhalb von 15 Minuten in dem Browser, in dem Sie ihn angefordert haben. Er gilt einmal:',
  signInNotYou:
    'Sie haben ihn nicht angefordert? Dann hat jemand Ihre Adresse bei {address} eingegeben; ohne diese Mail führt das nirgendwohin, und Sie müssen nichts tun.',
  installation: 'diese Hubby-Installation',
  inviteSubject: 'Sie sind eingeladen: {place}',
  inviteLead:
    '{who} lädt Sie zu {place} ein, Rolle: {role}. Öffnen Sie diesen Link innerhalb von sieben Tagen; er gilt einmal:',
  inviteNotYou:
    'Sie kennen niemanden mit diesem Namen? Dann lassen Sie es: Ohne den Link geschieht nichts.',
  owner: 'Inhaber',
  admin: 'Administration',
  developer: 'Entwicklung',
  support: 'Support',
  finance: 'Finanzen',
  viewer: 'Leserecht',
  operator: 'Betreiber',
  changedSubject: 'Ihre Anmeldung bei Hubby wurde geändert',
  passkey_added: 'Ihrem Konto wurde ein Passkey hinzugefügt.',
  passkey_removed: 'Ein Passkey wurde aus Ihrem Konto entfernt.',
  totp_added: 'Ihrem Konto wurde eine Authenticator-App hinzugefügt.',
  totp_removed: 'Die Authenticator-App wurde aus Ihrem Konto entfernt.',
  recovery_codes_made:
    'Für Ihr Konto gibt es neue Wiederherstellungscodes; die bisherigen gelten nicht mehr.',
  recovery_code_used: 'Mit einem Wiederherstellungscode hat sich jemand in Ihrem Konto angemeldet.',
  reset_cancelled: 'Das Zurücksetzen Ihrer Passkeys und Ihrer Authenticator-App wurde abgebrochen.',
  reset_done:
    'Ihre Passkeys, Ihre Authenticator-App und Ihre Wiederherstellungscodes wurden entfernt. Bei der nächsten Anmeldung richten Sie neue ein.',
  changedNotYou:
    'Wenn Sie das nicht waren, melden Sie sich unter {address} an, beenden Sie die anderen Sitzungen und sagen Sie es einem Inhaber Ihres Kontos.',
  resetSubject: 'Ihr zweiter Faktor wird zurückgesetzt',
  resetByOperator:
    'Der Betreiber der Installation möchte Ihre Passkeys, Ihre Authenticator-App und Ihre Wiederherstellungscodes entfernen.',
  resetByOwner:
    'Ein Inhaber Ihres Kontos möchte Ihre Passkeys, Ihre Authenticator-App und Ihre Wiederherstellungscodes entfernen.',
  resetWhen:
    'Das geschieht um {when} UTC. Danach melden Sie sich mit einem Link aus einer Mail an und richten neue ein.',
  resetNotYou:
    'Wenn Sie darum nicht gebeten haben, melden Sie sich vorher unter {address} an und brechen Sie es ab.',
  keySubject: 'Ein neuer API-Schlüssel von {partner}',
  keyByMember: '{partner} hat einen neuen API-Schlüssel, erstellt von einem Mitglied.',
  keyByKey: '{partner} hat einen neuen API-Schlüssel, erstellt mit einem Ihrer Schlüssel.',
  keyByOperator:
    '{partner} hat einen neuen API-Schlüssel, erstellt vom Betreiber der Installation.',
  keyByHubby: '{partner} hat einen neuen API-Schlüssel, erstellt von Hubby.',
  keyId: 'Schlüssel: {key}',
  keyLabel: 'Bezeichnung: {label}',
  keyMay: 'Er darf: {scopes}',
  keyNeverEnds: 'Er läuft nicht ab.',
  keyEnds: 'Er läuft um {when} ab.',
  keyNotYou:
    'Wenn ihn niemand von Ihnen wollte, widerrufen Sie ihn: Er gilt dann nach spätestens fünf Sekunden nicht mehr.',
};
