import type { StatusTexts } from './en.ts';

export const es: StatusTexts = {
  title: 'Estado del servicio',
  lead: 'Cómo ha funcionado esta instalación en los últimos {days} días, comparado con lo que promete. Los días son UTC.',
  notYet: 'Aún no se ha contado nada: las cifras llegan con la primera hora.',
  since: 'Contado desde el {date}.',
  nothing: 'nada que contar',
  promised: 'prometido: {share}',
  times: 'de media tras {mean}, el más lento tras {slowest}',
  bars: '{title} por día: {share} en {days, plural, one {# día} many {# días} other {# días}}; los últimos siete están en la tabla de abajo',
  bar: '{date}: {share}',
  details: 'Qué se cuenta, y los últimos días',
  day: 'Día',
  share: 'Parte',
  minutes: 'Minutos',
  counted: 'Contados',
  average: 'Media',
  exportTitle: 'Volver a contar',
  exportText: 'Los recuentos detrás de estas cifras, de los que cualquiera obtiene las mismas:',
  everyHour: 'cada hora de cada cifra',
  todaysMinutes: 'para la disponibilidad, los minutos de hoy',
  exportHow:
    'Otro día con {address}. La parte de un día es la suma de «good» entre la suma de «total».',
  languages: 'Idiomas',
  availability: 'Disponibilidad',
  availabilityMeans:
    'La parte de las solicitudes que no se respondieron con un fallo nuestro (estado 5xx, salvo 503 provider_unavailable), minuto a minuto, de media sobre los minutos. Un minuto sin solicitudes cuenta como disponible; uno sin ningún servidor en marcha, como no disponible.',
  provisioning: 'Aprovisionamiento',
  provisioningMeans:
    'De los pedidos empezados en la hora cuyo resultado se conoce, la parte que puso un paquete o un perfil en una eSIM. El tiempo va del pedido a su confirmación, con todos los intentos y proveedores.',
  webhooks: 'Webhooks',
  webhooksMeans:
    'De las entregas empezadas en la hora y concluidas, la parte que aceptó la dirección de un socio. El tiempo va del evento al intento que tuvo éxito.',
  usage: 'Informes de uso',
  usageMeans:
    'La parte de los informes de uso que llegaron en los 15 minutos siguientes a su medición.',
  support: 'Ayuda',
  supportMeans:
    'La parte de las peticiones de ayuda con una primera respuesta en 3 minutos, de la base de conocimientos o de una persona. Una que espera cuenta cuando han pasado sus 3 minutos.',
};
