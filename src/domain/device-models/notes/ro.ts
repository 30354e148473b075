import type { NoteTexts } from './en.ts';

export const ro: NoteTexts = {
  chinaApple:
    'iPhone-urile vândute în China continentală nu au eSIM, cu excepția iPhone Air; dintre cele vândute în Hong Kong și Macao, doar unele modele au.',
  chinaAndroid: 'Telefoanele vândute în China continentală nu au de obicei eSIM.',
  samsung2020: 'Cele vândute în SUA, China, Hong Kong și Coreea de Sud nu au eSIM.',
  samsung2022: 'Cele vândute în Coreea de Sud sau în China continentală nu au eSIM.',
  ipad: 'Doar modelele cu rețea mobilă: un iPad numai cu Wi-Fi nu are eSIM.',
  watch: 'Un ceas acceptă de obicei doar abonamente ale operatorului telefonului său.',
  later: 'Dedus din modelele anterioare; setările telefonului arată cu certitudine.',
  madeForChina:
    'Acest dispozitiv a fost fabricat pentru China continentală, unde modelul nu are eSIM.',
  soldInUsa: 'Acest dispozitiv a fost vândut în SUA, unde modelul nu are eSIM.',
  soldInKorea: 'Acest dispozitiv a fost vândut în Coreea de Sud, unde modelul nu are eSIM.',
  soldInChina: 'Acest dispozitiv a fost vândut în China sau Hong Kong, unde modelul nu are eSIM.',
  wifiOnly: 'Un dispozitiv numai cu Wi-Fi nu are eSIM.',
  cellularOnly: 'Doar cu opțiunea de rețea mobilă (LTE sau 5G).',
  googleFi: 'Doar cu Google Fi.',
  pixel3:
    'Cele vândute în Australia, Japonia și Taiwan, precum și de majoritatea operatorilor din SUA și Canada, nu au un eSIM utilizabil.',
  pixel3a:
    'Cele vândute în Japonia și Asia de Sud-Est, precum și de Verizon, nu au un eSIM utilizabil.',
  only5g: 'Doar modelele 5G: cele numai cu Wi-Fi nu au.',
  xiaomi12T: '12T Pro are eSIM.',
};
