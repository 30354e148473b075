import type { NoteTexts } from './en.ts';

export const sv: NoteTexts = {
  chinaApple:
    'iPhone-modeller som sålts i Fastlandskina saknar eSIM, utom iPhone Air; av dem som sålts i Hongkong och Macao har bara vissa modeller eSIM.',
  chinaAndroid: 'Telefoner som sålts i Fastlandskina saknar oftast eSIM.',
  samsung2020: 'Enheter som sålts i USA, Kina, Hongkong och Sydkorea saknar eSIM.',
  samsung2022: 'Enheter som sålts i Sydkorea eller Fastlandskina saknar eSIM.',
  ipad: 'Bara modellerna med mobilnät: en iPad med enbart wifi saknar eSIM.',
  watch: 'En klocka tar oftast bara abonnemang från telefonens operatör.',
  later: 'Slutsats av tidigare modeller; telefonens inställningar ger säkert besked.',
  madeForChina: 'Den här enheten är gjord för Fastlandskina, där modellen saknar eSIM.',
  soldInUsa: 'Den här enheten har sålts i USA, där modellen saknar eSIM.',
  soldInKorea: 'Den här enheten har sålts i Sydkorea, där modellen saknar eSIM.',
  soldInChina: 'Den här enheten har sålts i Kina eller Hongkong, där modellen saknar eSIM.',
  wifiOnly: 'En enhet med enbart wifi saknar eSIM.',
  cellularOnly: 'Bara med tillvalet mobilnät (LTE eller 5G).',
  googleFi: 'Bara med Google Fi.',
  pixel3:
    'Enheter som sålts i Australien, Japan och Taiwan, och av de flesta operatörer i USA och Kanada, har inget användbart eSIM.',
  pixel3a: 'Enheter som sålts i Japan och Sydostasien, och av Verizon, har inget användbart eSIM.',
  only5g: 'Bara 5G-modellerna: de med enbart wifi saknar eSIM.',
  xiaomi12T: '12T Pro har eSIM.',
};
