import type { NoteTexts } from './en.ts';

export const nl: NoteTexts = {
  chinaApple:
    'iPhones die op het Chinese vasteland zijn verkocht, hebben geen eSIM, behalve de iPhone Air; van die uit Hongkong en Macau hebben alleen sommige modellen er een.',
  chinaAndroid: 'Telefoons die op het Chinese vasteland zijn verkocht, hebben meestal geen eSIM.',
  samsung2020:
    'Toestellen die in de VS, China, Hongkong en Zuid-Korea zijn verkocht, hebben geen eSIM.',
  samsung2022:
    'Toestellen die in Zuid-Korea of op het Chinese vasteland zijn verkocht, hebben geen eSIM.',
  ipad: 'Alleen de modellen met mobiel netwerk: een iPad met alleen wifi heeft geen eSIM.',
  watch: 'Een horloge werkt meestal alleen met abonnementen van de provider van de telefoon.',
  later: 'Afgeleid van eerdere modellen; de instellingen van de telefoon geven zekerheid.',
  madeForChina:
    'Dit toestel is gemaakt voor het Chinese vasteland, waar dit model geen eSIM heeft.',
  soldInUsa: 'Dit toestel is verkocht in de VS, waar dit model geen eSIM heeft.',
  soldInKorea: 'Dit toestel is verkocht in Zuid-Korea, waar dit model geen eSIM heeft.',
  soldInChina: 'Dit toestel is verkocht in China of Hongkong, waar dit model geen eSIM heeft.',
  wifiOnly: 'Een apparaat met alleen wifi heeft geen eSIM.',
  cellularOnly: 'Alleen met de optie voor mobiel netwerk (LTE of 5G).',
  googleFi: 'Alleen met Google Fi.',
  pixel3:
    'Toestellen die in Australië, Japan en Taiwan zijn verkocht, en die van de meeste providers in de VS en Canada, hebben geen bruikbare eSIM.',
  pixel3a:
    'Toestellen die in Japan en Zuidoost-Azië of door Verizon zijn verkocht, hebben geen bruikbare eSIM.',
  only5g: 'Alleen de 5G-modellen: die met alleen wifi hebben er geen.',
  xiaomi12T: 'De 12T Pro heeft wel een eSIM.',
};
