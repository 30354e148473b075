import type { NoteTexts } from './en.ts';

export const hu: NoteTexts = {
  chinaApple:
    'A Kína szárazföldi részén árusított iPhone-okban nincs eSIM, az iPhone Air kivételével; a Hongkongban és Makaón árusítottak közül csak egyes modellekben van.',
  chinaAndroid: 'A Kína szárazföldi részén árusított telefonokban általában nincs eSIM.',
  samsung2020:
    'Az USA-ban, Kínában, Hongkongban és Dél-Koreában árusított készülékekben nincs eSIM.',
  samsung2022: 'A Dél-Koreában vagy Kína szárazföldi részén árusított készülékekben nincs eSIM.',
  ipad: 'Csak a mobilhálózatos modellekben van: a csak Wi-Fi-s iPadben nincs eSIM.',
  watch: 'Az órák általában csak a telefon szolgáltatójának díjcsomagját fogadják el.',
  later: 'A korábbi modellekből következtetve; biztosan a telefon beállításai mutatják meg.',
  madeForChina:
    'Ez a készülék Kína szárazföldi részére készült, ahol ebben a modellben nincs eSIM.',
  soldInUsa: 'Ezt a készüléket az USA-ban árusították, ahol ebben a modellben nincs eSIM.',
  soldInKorea: 'Ezt a készüléket Dél-Koreában árusították, ahol ebben a modellben nincs eSIM.',
  soldInChina:
    'Ezt a készüléket Kínában vagy Hongkongban árusították, ahol ebben a modellben nincs eSIM.',
  wifiOnly: 'A csak Wi-Fi-s eszközökben nincs eSIM.',
  cellularOnly: 'Csak a mobilhálózatos (LTE vagy 5G) kivitelben.',
  googleFi: 'Csak a Google Fi szolgáltatással.',
  pixel3:
    'Az Ausztráliában, Japánban és Tajvanon, valamint az USA és Kanada legtöbb szolgáltatójánál árusított készülékekben nincs használható eSIM.',
  pixel3a:
    'A Japánban és Délkelet-Ázsiában, valamint a Verizonnál árusított készülékekben nincs használható eSIM.',
  only5g: 'Csak az 5G-s modellekben van: a csak Wi-Fi-sekben nincs.',
  xiaomi12T: 'A 12T Pro modellben van eSIM.',
};
