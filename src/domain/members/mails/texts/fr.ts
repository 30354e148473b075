/** Mails to members in French. */
import type { MemberTexts } from './en.ts';

export const fr: MemberTexts = {
  signInSubject: 'Connexion à Hubby',
  signInLead:
    'Ouvrez ce lien dans les 15 minutes, dans le navigateur depuis lequel vous l’avez demandé. Il ne sert qu’une fois :',
  signInNotYou:
    'Vous ne l’avez pas demandé ? Quelqu’un a alors saisi votre adresse sur {address} ; sans ce message, cela ne mène nulle part et vous n’avez rien à faire.',
  installation: 'cette installation de Hubby',
  inviteSubject: 'Invitation : {place}',
  inviteLead:
    '{who} vous invite à rejoindre {place}, rôle : {role}. Ouvrez ce lien dans les sept jours ; il ne sert qu’une fois :',
  inviteNotYou:
    'Vous ne connaissez personne de ce nom ? Laissez ce message : sans le lien, il ne se passe rien.',
  owner: 'propriétaire',
  admin: 'administration',
  developer: 'développement',
  support: 'assistance',
  finance: 'finances',
  viewer: 'lecture',
  operator: 'exploitant',
  changedSubject: 'Votre connexion à Hubby a été modifiée',
  passkey_added: 'Une clé d’accès a été ajoutée à votre compte.',
  passkey_removed: 'Une clé d’accès a été retirée de votre compte.',
  totp_added: 'Une application d’authentification a été ajoutée à votre compte.',
  totp_removed: 'L’application d’authentification a été retirée de votre compte.',
  recovery_codes_made:
    'De nouveaux codes de secours ont été créés pour votre compte ; les précédents ne sont plus valables.',
  recovery_code_used: 'Un code de secours a servi à se connecter à votre compte.',
  reset_cancelled:
    'La réinitialisation de vos clés d’accès et de votre application d’authentification a été annulée.',
  reset_done:
    'Vos clés d’accès, votre application d’authentification et vos codes de secours ont été retirés. Vous en ajouterez de nouveaux à la prochaine connexion.',
  changedNotYou:
    'Si ce n’était pas vous, connectez-vous sur {address}, mettez fin aux autres sessions et prévenez un propriétaire de votre compte.',
  resetSubject: 'Votre second facteur va être réinitialisé',
  resetByOperator:
    'L’exploitant de l’installation demande le retrait de vos clés d’accès, de votre application d’authentification et de vos codes de secours.',
  resetByOwner:
    'Un propriétaire de votre compte demande le retrait de vos clés d’accès, de votre application d’authentification et de vos codes de secours.',
  resetWhen:
    'Cela aura lieu à {when} UTC. Ensuite, vous vous connecterez par un lien reçu par e-mail et en ajouterez de nouveaux.',
  resetNotYou: 'Si vous ne l’avez pas demandé, connectez-vous avant sur {address} et annulez.',
  keySubject: 'Une nouvelle clé d’API de {partner}',
  keyByMember: '{partner} a une nouvelle clé d’API, créée par un membre.',
  keyByKey: '{partner} a une nouvelle clé d’API, créée avec l’une de vos clés.',
  keyByOperator: '{partner} a une nouvelle clé d’API, créée par l’exploitant de l’installation.',
  keyByHubby: '{partner} a une nouvelle clé d’API, créée par Hubby.',
  keyId: 'Clé : {key}',
  keyLabel: 'Libellé : {label}',
  keyMay: 'Elle permet : {scopes}',
  keyNeverEnds: 'Elle n’expire pas.',
  keyEnds: 'Elle expire à {when}.',
  keyNotYou:
    'Si personne chez vous ne l’a voulue, révoquez-la : elle cesse de fonctionner en cinq secondes.',
};
