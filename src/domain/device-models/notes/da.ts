import type { NoteTexts } from './en.ts';

export const da: NoteTexts = {
  chinaApple:
    'iPhones solgt på det kinesiske fastland har ikke eSIM, bortset fra iPhone Air; af dem, der er solgt i Hongkong og Macao, har kun nogle modeller det.',
  chinaAndroid: 'Telefoner solgt på det kinesiske fastland har normalt ikke eSIM.',
  samsung2020: 'Enheder solgt i USA, Kina, Hongkong og Sydkorea har ikke eSIM.',
  samsung2022: 'Enheder solgt i Sydkorea eller på det kinesiske fastland har ikke eSIM.',
  ipad: 'Kun modellerne med mobilnet: En iPad med kun wi-fi har ikke eSIM.',
  watch: 'Et ur tager normalt kun abonnementer fra telefonens teleselskab.',
  later: 'Udledt af tidligere modeller; telefonens indstillinger giver sikkert svar.',
  madeForChina: 'Denne enhed er lavet til det kinesiske fastland, hvor modellen ikke har eSIM.',
  soldInUsa: 'Denne enhed er solgt i USA, hvor modellen ikke har eSIM.',
  soldInKorea: 'Denne enhed er solgt i Sydkorea, hvor modellen ikke har eSIM.',
  soldInChina: 'Denne enhed er solgt i Kina eller Hongkong, hvor modellen ikke har eSIM.',
  wifiOnly: 'En enhed med kun wi-fi har ikke eSIM.',
  cellularOnly: 'Kun med mobilnet (LTE eller 5G) som tilvalg.',
  googleFi: 'Kun med Google Fi.',
  pixel3:
    'Enheder solgt i Australien, Japan og Taiwan og af de fleste teleselskaber i USA og Canada har ikke et brugbart eSIM.',
  pixel3a: 'Enheder solgt i Japan og Sydøstasien og af Verizon har ikke et brugbart eSIM.',
  only5g: 'Kun 5G-modellerne: Dem med kun wi-fi har ikke eSIM.',
  xiaomi12T: '12T Pro har eSIM.',
};
