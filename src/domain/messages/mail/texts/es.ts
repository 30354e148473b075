import type { Texts } from './en.ts';

export const es: Texts = {
  greeting: 'Hola, {name}:',
  greetingNobody: 'Hola:',
  closing: '¡Buen viaje!',

  confirmationSubject: 'Sus datos móviles están listos',
  confirmationIntro:
    '{count, plural, one {Le espera un paquete de datos para su viaje.} other {Le esperan # paquetes de datos para su viaje.}}',
  howToInstall:
    'Abra la aplicación e instale su eSIM antes de salir, mientras tenga wifi. Solo tardará unos minutos.',
  howToUseCode:
    '{count, plural, one {Abra el enlace en su teléfono, o introduzca el código en la aplicación, para obtener su eSIM.} other {Abra los enlaces en su teléfono, o introduzca los códigos en la aplicación, para obtener su eSIM.}}',
  howToClaim: 'Abra el enlace e introduzca su correo electrónico: recibirá allí el código.',

  claimSubject: 'Su código de datos móviles',
  claimIntro:
    'Aquí tiene su código. Abra el enlace en su teléfono, o introduzca el código en la aplicación, y tendrá su eSIM instalada en unos minutos.',

  reminderSubject: 'Su viaje se acerca: ¿tiene lista la eSIM?',
  reminderSubjectInstalled: 'Su viaje se acerca: su eSIM está lista',
  reminderOn: 'Su viaje empieza el {date}.',
  reminderSoon: 'Su viaje empieza pronto.',
  reminderToInstall:
    'Su eSIM aún no está en su teléfono. Instálela antes de salir, mientras tenga wifi.',
  reminderToUseCode:
    '{count, plural, one {Su código aún no se ha usado. Úselo antes de salir, mientras tenga wifi.} other {Quedan # códigos sin usar. Úselos antes de salir, mientras tenga wifi.}}',
  reminderInstalled: 'Su eSIM ya está en su teléfono.',
  onArrival:
    'Al llegar, elija la eSIM para los datos móviles y active en ella la itinerancia de datos.',

  lowSubject: 'Ha usado el {percent} de su paquete de datos',
  lowIntro: 'Ha usado el {percent} de su paquete de datos.',
  lowLeft: 'Aún disponible: {size}.',
  lowMore: 'En la aplicación puede ver lo que queda y añadir más.',
  usedUpSubject: 'Su paquete de datos se ha agotado',
  usedUpIntro: 'Ha usado todo su paquete de datos.',

  expiringSubject: 'Su paquete de datos caduca pronto',
  expiringIntro: 'Puede usar su paquete de datos hasta el {moment}.',
  expiringSoon: 'Su paquete de datos caduca pronto.',

  anyDestination: 'Destino a su elección',
  countries: 'Para: {countries}',
  unlimited: 'Datos ilimitados',
  days: '{days, plural, one {# día desde el primer uso} other {# días desde el primer uso}}',
  departure: 'Salida: {date}',
  code: 'Su código',
  validUntil: 'Válido hasta el {date}',
  useCode: 'Usar el código',
  getCode: 'Obtener el código',
  passOn:
    '¿Es para alguien que viaja con usted? Con este enlace recibirá el código por correo electrónico:',
  colon: '{label}:',
  scan: '¿Lee esto en un ordenador? Escanee la imagen con su teléfono.',
  qrAlt: 'Código QR que abre la aplicación con el código {code}',
  installEsim: 'Instalar la eSIM',
  openApp: 'Abrir la aplicación',
  howToInstallHere:
    'Abra el enlace de abajo en su teléfono e instale su eSIM antes de salir, mientras tenga wifi. Solo tardará unos minutos.',
  howToUseCodeHere:
    '{count, plural, one {Abra el enlace en su teléfono para obtener su eSIM.} other {Abra los enlaces en su teléfono para obtener su eSIM.}}',
  claimIntroHere:
    'Aquí tiene su código. Abra el enlace en su teléfono y tendrá su eSIM instalada en unos minutos.',
  lowMoreHere: 'En el enlace de abajo puede ver lo que queda.',
  openEsim: 'Ver mi eSIM',
  readySubject: 'El enlace a su eSIM',
  readyIntro:
    'Con este enlace instala su eSIM y ve los datos que le quedan. Ábralo en el teléfono con el que viaja y no lo comparta.',

  receiptSubject: 'Tu recibo',
  receiptIntro: 'Gracias por tu compra. Has pagado {amount}, impuestos incluidos.',
  receiptNumber: 'Número de compra: {number}',
  receiptSeller: 'Vendido por {seller}',
  refundedSubject: 'Tu dinero está de vuelta en camino',
  refundedIntro:
    'Te devolvemos {amount} por el mismo medio de pago. Puede tardar hasta diez días en llegar.',

  whyTrip: 'Recibe este correo de {partner} con motivo de su viaje.',
  whyClaim:
    'Recibe este correo de {partner} porque se ha solicitado un código con esta dirección. Si no ha sido usted, puede ignorarlo.',
  whyPurchase: 'Recibes este correo de {partner} por tu compra.',
};
