import type { NoteTexts } from './en.ts';

export const cs: NoteTexts = {
  chinaApple:
    'iPhony prodané v pevninské Číně eSIM nemají, kromě iPhonu Air; z těch prodaných v Hongkongu a Macau ji mají jen některé modely.',
  chinaAndroid: 'Telefony prodané v pevninské Číně eSIM většinou nemají.',
  samsung2020: 'Přístroje prodané v USA, Číně, Hongkongu a Jižní Koreji eSIM nemají.',
  samsung2022: 'Přístroje prodané v Jižní Koreji nebo pevninské Číně eSIM nemají.',
  ipad: 'Jen modely s mobilním připojením: iPad pouze s Wi-Fi eSIM nemá.',
  watch: 'Hodinky většinou přijmou jen tarif operátora, kterého má telefon.',
  later: 'Odvozeno z předchozích modelů; s jistotou to ukáže nastavení telefonu.',
  madeForChina: 'Tento přístroj byl vyroben pro pevninskou Čínu, kde tento model eSIM nemá.',
  soldInUsa: 'Tento přístroj byl prodán v USA, kde tento model eSIM nemá.',
  soldInKorea: 'Tento přístroj byl prodán v Jižní Koreji, kde tento model eSIM nemá.',
  soldInChina: 'Tento přístroj byl prodán v Číně nebo Hongkongu, kde tento model eSIM nemá.',
  wifiOnly: 'Zařízení pouze s Wi-Fi eSIM nemá.',
  cellularOnly: 'Jen s mobilním připojením (LTE nebo 5G).',
  googleFi: 'Jen s Google Fi.',
  pixel3:
    'Přístroje prodané v Austrálii, Japonsku a na Tchaj-wanu a většinou operátorů v USA a Kanadě nemají použitelnou eSIM.',
  pixel3a:
    'Přístroje prodané v Japonsku a jihovýchodní Asii a ty od operátora Verizon nemají použitelnou eSIM.',
  only5g: 'Jen modely s 5G: ty pouze s Wi-Fi ji nemají.',
  xiaomi12T: 'Model 12T Pro eSIM má.',
};
