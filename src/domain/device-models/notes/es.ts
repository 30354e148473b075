import type { NoteTexts } from './en.ts';

export const es: NoteTexts = {
  chinaApple:
    'Los iPhone vendidos en China continental no tienen eSIM, salvo el iPhone Air; de los vendidos en Hong Kong y Macao solo la tienen algunos modelos.',
  chinaAndroid: 'Los teléfonos vendidos en China continental normalmente no tienen eSIM.',
  samsung2020: 'Los vendidos en Estados Unidos, China, Hong Kong y Corea del Sur no tienen eSIM.',
  samsung2022: 'Los vendidos en Corea del Sur o en China continental no tienen eSIM.',
  ipad: 'Solo los modelos Cellular: un iPad que solo tiene Wi-Fi no tiene eSIM.',
  watch: 'Un reloj normalmente solo admite planes del operador del teléfono.',
  later: 'Se deduce de los modelos anteriores; los ajustes del teléfono lo dicen con certeza.',
  madeForChina: 'Este se fabricó para China continental, donde este modelo no tiene eSIM.',
  soldInUsa: 'Este se vendió en Estados Unidos, donde este modelo no tiene eSIM.',
  soldInKorea: 'Este se vendió en Corea del Sur, donde este modelo no tiene eSIM.',
  soldInChina: 'Este se vendió en China o Hong Kong, donde este modelo no tiene eSIM.',
  wifiOnly: 'Un dispositivo que solo tiene Wi-Fi no tiene eSIM.',
  cellularOnly: 'Solo con la opción de red móvil (LTE o 5G).',
  googleFi: 'Solo con Google Fi.',
  pixel3:
    'Los vendidos en Australia, Japón y Taiwán, y por la mayoría de los operadores de Estados Unidos y Canadá, no tienen una eSIM utilizable.',
  pixel3a:
    'Los vendidos en Japón y el Sudeste Asiático, y por Verizon, no tienen una eSIM utilizable.',
  only5g: 'Solo los modelos 5G: los que solo tienen Wi-Fi no tienen eSIM.',
  xiaomi12T: 'El 12T Pro sí tiene eSIM.',
};
