import type { TripTexts } from './en.ts';

export const es: TripTexts = {
  nextTitle: 'Qué pasa después',
  nextCode: 'Te enviamos el código por correo electrónico.',
  nextInstall:
    'Abre el enlace en el teléfono con el que viajas e instala la eSIM. Se tarda unos dos minutos.',
  nextArrive: 'Al llegar, activa la eSIM y ya tienes conexión.',
  esimTitle: '¿Qué es una eSIM?',
  esimText:
    'Una SIM sin tarjeta: la descargas en tu teléfono. Tu propia tarjeta SIM y tu número siguen igual.',
  phoneTitle: '¿Funciona en mi teléfono?',
  phoneText: 'Tu teléfono debe admitir eSIM y no estar bloqueado por un operador.',
  model: 'Tu teléfono',
  modelHint: 'Marca y modelo, por ejemplo iPhone 15 o Galaxy S24.',
  check: 'Comprobar',
  modelYes: '{device}: admite eSIM.',
  modelNo: '{device}: no admite eSIM.',
  modelUnknown:
    'No conocemos «{device}». Marca *#06# en el teléfono: si aparece un EID, admite eSIM.',
  sentTo: 'Enviamos tu código a {email}. Debería llegar en unos minutos.',
  wrongAddress: '¿La dirección no es correcta?',
  wrongAddressText:
    'Puedes corregirla una vez, en los próximos 15 minutos. El código que ya enviamos dejará de funcionar.',
  correct: 'Enviarlo a esta dirección',
  getTitle: 'Consigue tu eSIM',
  getIntro: '{partner} tiene datos móviles para tu viaje. Tu eSIM estará lista en un momento.',
  emailHint: 'El enlace a tu eSIM se envía a esta dirección.',
  knownAddress: 'El enlace a tu eSIM también se envía a la dirección a la que mandamos tu código.',
  getEsim: 'Conseguir mi eSIM',
  otherAddress: 'Usar otro correo electrónico',
  where: '¿Adónde vas?',
  whereMissing: 'Elige adónde vas.',
  whereNone: 'No hay datos para este destino. Elige otro.',
  continueHere: 'Continuar en este dispositivo',
  linkSent: 'El enlace a tu eSIM va de camino a {email}. Debería llegar en unos minutos.',
  usedTitle: 'Este código ya se ha usado',
  usedText:
    'El enlace a la eSIM se envió al correo electrónico indicado entonces. Podemos volver a enviarlo allí.',
  sendAgain: 'Enviar el enlace otra vez',
  freshSent:
    'Si conocemos este enlace, uno nuevo va de camino al correo electrónico que recibió el primero.',
  makingTitle: 'Estamos preparando tu eSIM',
  makingText:
    'Puede tardar unos minutos. Puedes esperar aquí: la página sigue sola. Si la cierras, no se pierde nada.',
  lookAgain: 'Volver a mirar',
  endedTitle: 'Este enlace ha caducado',
  endedText:
    'Los enlaces a una eSIM sirven por tiempo limitado, para protegerla. Podemos enviar uno nuevo al mismo correo electrónico.',
  sendFresh: 'Enviarme un enlace nuevo',
  openTitle: 'Abre tus datos móviles',
  openText:
    'Para proteger tu eSIM, te pedimos la dirección de correo electrónico a la que enviamos este enlace.',
  open: 'Abrir',
  openWrong:
    'No enviamos este enlace a esa dirección. Compruébala o usa aquella en la que recibiste el correo.',
  tripTitle: 'Tus datos móviles',
  tripLead: '{partner} tiene datos móviles para tu viaje.',
  addData: 'Añadir a mi eSIM',
  yourData: 'Tus datos',
  left: 'Quedan {left} de {total}',
  until: 'Válido hasta el {moment}',
  usedUp: 'Agotado',
  expired: 'Ya no es válido',
  waiting: 'Aún no está en tu eSIM',
  making: 'En preparación',
  showEsim: 'Ver la eSIM',
  allEsims: 'Todos tus datos',
  trouble: '¿Algo no funciona?',
  notFoundTitle: 'Aquí no hay ninguna página',
  notFoundText: 'Comprueba que la dirección esté completa o abre de nuevo el enlace de tu correo.',
};
