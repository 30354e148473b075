import type { NoteTexts } from './en.ts';

export const sk: NoteTexts = {
  chinaApple:
    'iPhony predané v pevninskej Číne eSIM nemajú, okrem iPhonu Air; z tých predaných v Hongkongu a Macau ju majú len niektoré modely.',
  chinaAndroid: 'Telefóny predané v pevninskej Číne eSIM väčšinou nemajú.',
  samsung2020: 'Zariadenia predané v USA, Číne, Hongkongu a Južnej Kórei eSIM nemajú.',
  samsung2022: 'Zariadenia predané v Južnej Kórei alebo pevninskej Číne eSIM nemajú.',
  ipad: 'Len modely s mobilným pripojením: iPad iba s Wi-Fi eSIM nemá.',
  watch: 'Hodinky väčšinou prijmú len program operátora, ktorého má telefón.',
  later: 'Odvodené z predchádzajúcich modelov; s istotou to ukážu nastavenia telefónu.',
  madeForChina: 'Toto zariadenie bolo vyrobené pre pevninskú Čínu, kde tento model eSIM nemá.',
  soldInUsa: 'Toto zariadenie bolo predané v USA, kde tento model eSIM nemá.',
  soldInKorea: 'Toto zariadenie bolo predané v Južnej Kórei, kde tento model eSIM nemá.',
  soldInChina: 'Toto zariadenie bolo predané v Číne alebo Hongkongu, kde tento model eSIM nemá.',
  wifiOnly: 'Zariadenie iba s Wi-Fi eSIM nemá.',
  cellularOnly: 'Len s mobilným pripojením (LTE alebo 5G).',
  googleFi: 'Len s Google Fi.',
  pixel3:
    'Zariadenia predané v Austrálii, Japonsku a na Taiwane a väčšinou operátorov v USA a Kanade nemajú použiteľnú eSIM.',
  pixel3a:
    'Zariadenia predané v Japonsku a juhovýchodnej Ázii a tie od operátora Verizon nemajú použiteľnú eSIM.',
  only5g: 'Len modely s 5G: tie iba s Wi-Fi ju nemajú.',
  xiaomi12T: 'Model 12T Pro eSIM má.',
};
