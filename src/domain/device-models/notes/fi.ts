import type { NoteTexts } from './en.ts';

export const fi: NoteTexts = {
  chinaApple:
    'Manner-Kiinassa myydyissä iPhoneissa ei ole eSIMiä lukuun ottamatta iPhone Airia; Hongkongissa ja Macaossa myydyistä vain joissakin malleissa on.',
  chinaAndroid: 'Manner-Kiinassa myydyissä puhelimissa ei yleensä ole eSIMiä.',
  samsung2020: 'Yhdysvalloissa, Kiinassa, Hongkongissa ja Etelä-Koreassa myydyissä ei ole eSIMiä.',
  samsung2022: 'Etelä-Koreassa tai Manner-Kiinassa myydyissä ei ole eSIMiä.',
  ipad: 'Vain mobiiliverkkomallit: pelkällä Wi-Fillä toimivassa iPadissa ei ole eSIMiä.',
  watch: 'Kello hyväksyy yleensä vain puhelimensa operaattorin liittymiä.',
  later: 'Päätelty aiemmista malleista; puhelimen asetukset kertovat varmasti.',
  madeForChina: 'Tämä laite on valmistettu Manner-Kiinaan, jossa tässä mallissa ei ole eSIMiä.',
  soldInUsa: 'Tämä laite on myyty Yhdysvalloissa, jossa tässä mallissa ei ole eSIMiä.',
  soldInKorea: 'Tämä laite on myyty Etelä-Koreassa, jossa tässä mallissa ei ole eSIMiä.',
  soldInChina: 'Tämä laite on myyty Kiinassa tai Hongkongissa, jossa tässä mallissa ei ole eSIMiä.',
  wifiOnly: 'Pelkällä Wi-Fillä toimivassa laitteessa ei ole eSIMiä.',
  cellularOnly: 'Vain mobiiliverkkoversio (LTE tai 5G).',
  googleFi: 'Vain Google Fin kanssa.',
  pixel3:
    'Australiassa, Japanissa ja Taiwanissa sekä useimpien Yhdysvaltain ja Kanadan operaattorien myymissä ei ole käytettävää eSIMiä.',
  pixel3a: 'Japanissa ja Kaakkois-Aasiassa sekä Verizonin myymissä ei ole käytettävää eSIMiä.',
  only5g: 'Vain 5G-mallit: pelkällä Wi-Fillä toimivissa ei ole.',
  xiaomi12T: '12T Prossa on eSIM.',
};
