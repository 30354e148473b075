/** Mails to members in Dutch. */
import type { MemberTexts } from './en.ts';

export const nl: MemberTexts = {
  signInSubject: 'Inloggen bij Hubby',
  signInLead:
    'Open deze link binnen 15 minuten in de browser waarin u erom vroeg. Hij werkt één keer:',
  signInNotYou:
    'Hebt u er niet om gevraagd? Dan heeft iemand uw adres ingevuld op {address}; zonder deze mail leidt dat nergens toe, en u hoeft niets te doen.',
  installation: 'deze Hubby-installatie',
  inviteSubject: 'U bent uitgenodigd: {place}',
  inviteLead:
    '{who} nodigt u uit voor {place}, rol: {role}. Open deze link binnen zeven dagen; hij werkt één keer:',
  inviteNotYou: 'Kent u niemand met die naam? Laat het dan zo: zonder de link gebeurt er niets.',
  owner: 'eigenaar',
  admin: 'beheer',
  developer: 'ontwikkeling',
  support: 'ondersteuning',
  finance: 'financiën',
  viewer: 'alleen lezen',
  operator: 'exploitant',
  changedSubject: 'Uw aanmelding bij Hubby is gewijzigd',
  passkey_added: 'Er is een passkey aan uw account toegevoegd.',
  passkey_removed: 'Er is een passkey uit uw account verwijderd.',
  totp_added: 'Er is een authenticator-app aan uw account toegevoegd.',
  totp_removed: 'De authenticator-app is uit uw account verwijderd.',
  recovery_codes_made:
    'Er zijn nieuwe herstelcodes voor uw account gemaakt; de vorige gelden niet meer.',
  recovery_code_used: 'Er is met een herstelcode bij uw account ingelogd.',
  reset_cancelled: 'Het opnieuw instellen van uw passkeys en uw authenticator-app is afgebroken.',
  reset_done:
    'Uw passkeys, uw authenticator-app en uw herstelcodes zijn verwijderd. Bij de volgende keer inloggen voegt u nieuwe toe.',
  changedNotYou:
    'Was u dit niet, log dan in op {address}, beëindig de andere sessies en waarschuw een eigenaar van uw account.',
  resetSubject: 'Uw tweede factor wordt opnieuw ingesteld',
  resetByOperator:
    'De exploitant van de installatie heeft gevraagd uw passkeys, uw authenticator-app en uw herstelcodes te verwijderen.',
  resetByOwner:
    'Een eigenaar van uw account heeft gevraagd uw passkeys, uw authenticator-app en uw herstelcodes te verwijderen.',
  resetWhen:
    'Dat gebeurt om {when} UTC. Daarna logt u in met een link uit een mail en voegt u nieuwe toe.',
  resetNotYou:
    'Hebt u hier niet om gevraagd, log dan vóór die tijd in op {address} en breek het af.',
  keySubject: 'Een nieuwe API-sleutel van {partner}',
  keyByMember: '{partner} heeft een nieuwe API-sleutel, gemaakt door een lid.',
  keyByKey: '{partner} heeft een nieuwe API-sleutel, gemaakt met een van uw sleutels.',
  keyByOperator:
    '{partner} heeft een nieuwe API-sleutel, gemaakt door de exploitant van de installatie.',
  keyByHubby: '{partner} heeft een nieuwe API-sleutel, gemaakt door Hubby.',
  keyId: 'Sleutel: {key}',
  keyLabel: 'Label: {label}',
  keyMay: 'Hij mag: {scopes}',
  keyNeverEnds: 'Hij verloopt niet.',
  keyEnds: 'Hij verloopt om {when}.',
  keyNotYou:
    'Als niemand van u hem wilde, trek hem dan in: hij werkt binnen vijf seconden niet meer.',
};
