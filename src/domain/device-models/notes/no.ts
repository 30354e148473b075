import type { NoteTexts } from './en.ts';

export const no: NoteTexts = {
  chinaApple:
    'iPhoner solgt på det kinesiske fastlandet har ikke eSIM, bortsett fra iPhone Air; av dem som er solgt i Hongkong og Macao, har bare noen modeller det.',
  chinaAndroid: 'Telefoner solgt på det kinesiske fastlandet har vanligvis ikke eSIM.',
  samsung2020: 'Enheter solgt i USA, Kina, Hongkong og Sør-Korea har ikke eSIM.',
  samsung2022: 'Enheter solgt i Sør-Korea eller på det kinesiske fastlandet har ikke eSIM.',
  ipad: 'Bare modellene med mobilnett: En iPad med bare Wi-Fi har ikke eSIM.',
  watch: 'En klokke tar vanligvis bare abonnementer fra telefonens operatør.',
  later: 'Utledet av tidligere modeller; innstillingene på telefonen gir sikkert svar.',
  madeForChina: 'Denne enheten er laget for det kinesiske fastlandet, der modellen ikke har eSIM.',
  soldInUsa: 'Denne enheten er solgt i USA, der modellen ikke har eSIM.',
  soldInKorea: 'Denne enheten er solgt i Sør-Korea, der modellen ikke har eSIM.',
  soldInChina: 'Denne enheten er solgt i Kina eller Hongkong, der modellen ikke har eSIM.',
  wifiOnly: 'En enhet med bare Wi-Fi har ikke eSIM.',
  cellularOnly: 'Bare med mobilnett (LTE eller 5G) som tilvalg.',
  googleFi: 'Bare med Google Fi.',
  pixel3:
    'Enheter solgt i Australia, Japan og Taiwan og av de fleste operatører i USA og Canada har ikke et brukbart eSIM.',
  pixel3a: 'Enheter solgt i Japan og Sørøst-Asia og av Verizon har ikke et brukbart eSIM.',
  only5g: 'Bare 5G-modellene: De med bare Wi-Fi har ikke eSIM.',
  xiaomi12T: '12T Pro har eSIM.',
};
