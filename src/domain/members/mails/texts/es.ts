/** Mails to members in Spanish. */
import type { MemberTexts } from './en.ts';

export const es: MemberTexts = {
  signInSubject: 'Iniciar sesión en Hubby',
  signInLead:
    'Abra este enlace antes de 15 minutos en el navegador desde el que lo pidió. Solo sirve una vez:',
  signInNotYou:
    '¿No lo ha pedido? Entonces alguien escribió su dirección en {address}; sin este correo no lleva a ninguna parte y no tiene que hacer nada.',
  installation: 'esta instalación de Hubby',
  inviteSubject: 'Invitación: {place}',
  inviteLead:
    '{who} le invita a {place}, función: {role}. Abra este enlace antes de siete días; solo sirve una vez:',
  inviteNotYou: '¿No conoce a nadie con ese nombre? Déjelo estar: sin el enlace no ocurre nada.',
  owner: 'propietario',
  admin: 'administración',
  developer: 'desarrollo',
  support: 'soporte',
  finance: 'finanzas',
  viewer: 'lectura',
  operator: 'operador',
  changedSubject: 'Ha cambiado su inicio de sesión en Hubby',
  passkey_added: 'Se ha añadido una llave de acceso a su cuenta.',
  passkey_removed: 'Se ha quitado una llave de acceso de su cuenta.',
  totp_added: 'Se ha añadido una aplicación de autenticación a su cuenta.',
  totp_removed: 'Se ha quitado la aplicación de autenticación de su cuenta.',
  recovery_codes_made:
    'Se han creado nuevos códigos de recuperación para su cuenta; los anteriores ya no valen.',
  recovery_code_used: 'Se ha usado un código de recuperación para entrar en su cuenta.',
  reset_cancelled:
    'Se ha cancelado el restablecimiento de sus llaves de acceso y de su aplicación de autenticación.',
  reset_done:
    'Se han quitado sus llaves de acceso, su aplicación de autenticación y sus códigos de recuperación. Añadirá otros al iniciar sesión de nuevo.',
  changedNotYou:
    'Si no ha sido usted, entre en {address}, cierre las demás sesiones y avise a un propietario de su cuenta.',
  resetSubject: 'Su segundo factor se va a restablecer',
  resetByOperator:
    'El operador de la instalación ha pedido quitar sus llaves de acceso, su aplicación de autenticación y sus códigos de recuperación.',
  resetByOwner:
    'Un propietario de su cuenta ha pedido quitar sus llaves de acceso, su aplicación de autenticación y sus códigos de recuperación.',
  resetWhen: 'Ocurrirá a las {when} UTC. Después entrará con un enlace por correo y añadirá otros.',
  resetNotYou: 'Si no lo ha pedido, entre antes en {address} y cancélelo.',
  keySubject: 'Una nueva clave de API de {partner}',
  keyByMember: '{partner} tiene una nueva clave de API, creada por un miembro.',
  keyByKey: '{partner} tiene una nueva clave de API, creada con una de sus claves.',
  keyByOperator:
    '{partner} tiene una nueva clave de API, creada por el operador de la instalación.',
  keyByHubby: '{partner} tiene una nueva clave de API, creada por Hubby.',
  keyId: 'Clave: {key}',
  keyLabel: 'Etiqueta: {label}',
  keyMay: 'Permite: {scopes}',
  keyNeverEnds: 'No caduca.',
  keyEnds: 'Caduca a las {when}.',
  keyNotYou: 'Si nadie de su equipo la quería, revóquela: deja de funcionar en cinco segundos.',
};
