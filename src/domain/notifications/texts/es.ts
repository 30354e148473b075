/** Notifications in Spanish. */
import type { NotificationTexts } from './en.ts';

export const es: NotificationTexts = {
  installation: 'esta instalación de Hubby',
  subjectOne: '{place}: {what}',
  subjectMany:
    '{place}: {count, plural, one {# notificación} many {# notificaciones} other {# notificaciones}}',
  open: 'Abrir',
  more: '{count, plural, one {# más está} many {# más están} other {# más están}} en las pantallas.',
  why: 'Recibe este mensaje porque así lo eligió o porque es lo habitual para su rol. Cambiarlo: {address}',
  test: 'Esto es una prueba de Hubby para {place}: los mensajes llegan aquí.',
  endpoint_disabled:
    'El endpoint de webhooks se desactivó porque sus entregas fallaron demasiado tiempo',
  endpoint_disabled_over: 'El endpoint de webhooks ya no está desactivado',
  endpoint_failing: 'Las entregas al endpoint de webhooks fallan; se desactivará {at}',
  endpoint_failing_over: 'Las entregas al endpoint de webhooks ya no fallan',
  deliveries_exhausted:
    '{count, plural, one {# entrega se abandonó y espera} many {# entregas se abandonaron y esperan} other {# entregas se abandonaron y esperan}} un nuevo envío',
  endpoint_off:
    'El endpoint de webhooks está apagado y {count, plural, one {# evento lo espera} many {# eventos lo esperan} other {# eventos lo esperan}}',
  key_expiring: 'La clave de API {about} caduca {at}',
  support_open:
    '{count, plural, one {Una solicitud de soporte espera} many {# solicitudes de soporte esperan} other {# solicitudes de soporte esperan}} respuesta',
  import_waiting: 'La importación {about} está comprobada y espera que se inicie',
  codes_ending:
    '{count, plural, one {# código promocional que nadie canjeó caduca} many {# códigos promocionales que nadie canjeó caducan} other {# códigos promocionales que nadie canjeó caducan}} pronto, el primero {at}',
  account_out: 'La cuenta de proveedor {about} no acepta pedidos',
  account_out_over: 'La cuenta de proveedor {about} vuelve a aceptar pedidos',
  balance_low: 'El saldo de la cuenta de proveedor {about} es bajo',
  balance_low_over: 'El saldo de la cuenta de proveedor {about} vuelve a ser suficiente',
  stock_low: 'A la cuenta de proveedor {about} se le acaban los perfiles',
  stock_low_over: 'La cuenta de proveedor {about} vuelve a tener perfiles suficientes',
  orders_waiting:
    '{count, plural, one {# pedido le espera} many {# pedidos le esperan} other {# pedidos le esperan}} en la lista de revisión',
  orders_waiting_over: 'Ya no le espera ningún pedido',
  purchases_waiting:
    '{count, plural, one {# compra espera} many {# compras esperan} other {# compras esperan}} su decisión',
  purchases_waiting_over: 'Ya no le espera ninguna compra',
  costs_waiting:
    '{count, plural, one {# coste ha dado un salto y espera} many {# costes han dado un salto y esperan} other {# costes han dado un salto y esperan}} su aprobación',
  costs_waiting_over: 'Ya no espera su aprobación ningún coste',
  support_escalated:
    '{count, plural, one {Se le ha pasado una solicitud de soporte} many {Se le han pasado # solicitudes de soporte} other {Se le han pasado # solicitudes de soporte}}',
  findings_open:
    '{count, plural, one {# diferencia} many {# diferencias} other {# diferencias}} entre los libros de los proveedores y los nuestros',
  findings_open_over: 'Los libros de los proveedores y los nuestros vuelven a coincidir',
};
