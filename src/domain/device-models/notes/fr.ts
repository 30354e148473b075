import type { NoteTexts } from './en.ts';

export const fr: NoteTexts = {
  chinaApple:
    'Les iPhone vendus en Chine continentale n’ont pas d’eSIM, sauf l’iPhone Air ; parmi ceux vendus à Hong Kong et Macao, seuls certains modèles en ont une.',
  chinaAndroid: 'Les téléphones vendus en Chine continentale n’ont généralement pas d’eSIM.',
  samsung2020:
    'Les appareils vendus aux États-Unis, en Chine, à Hong Kong et en Corée du Sud n’ont pas d’eSIM.',
  samsung2022: 'Les appareils vendus en Corée du Sud ou en Chine continentale n’ont pas d’eSIM.',
  ipad: 'Uniquement les modèles Wi-Fi + Cellular : un iPad limité au Wi-Fi n’a pas d’eSIM.',
  watch: 'Une montre n’accepte généralement que les forfaits de l’opérateur du téléphone.',
  later: 'Déduit des modèles précédents ; les réglages du téléphone permettent de s’en assurer.',
  madeForChina:
    'Cet appareil a été fabriqué pour la Chine continentale, où ce modèle n’a pas d’eSIM.',
  soldInUsa: 'Cet appareil a été vendu aux États-Unis, où ce modèle n’a pas d’eSIM.',
  soldInKorea: 'Cet appareil a été vendu en Corée du Sud, où ce modèle n’a pas d’eSIM.',
  soldInChina: 'Cet appareil a été vendu en Chine ou à Hong Kong, où ce modèle n’a pas d’eSIM.',
  wifiOnly: 'Un appareil limité au Wi-Fi n’a pas d’eSIM.',
  cellularOnly: 'Uniquement avec l’option réseau mobile (LTE ou 5G).',
  googleFi: 'Uniquement avec Google Fi.',
  pixel3:
    'Les appareils vendus en Australie, au Japon et à Taïwan, ainsi que par la plupart des opérateurs aux États-Unis et au Canada, n’ont pas d’eSIM utilisable.',
  pixel3a:
    'Les appareils vendus au Japon et en Asie du Sud-Est, ainsi que par Verizon, n’ont pas d’eSIM utilisable.',
  only5g: 'Uniquement les modèles 5G : ceux limités au Wi-Fi n’en ont pas.',
  xiaomi12T: 'Le 12T Pro, lui, a une eSIM.',
};
