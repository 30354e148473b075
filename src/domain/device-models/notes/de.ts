import type { NoteTexts } from './en.ts';

export const de: NoteTexts = {
  chinaApple:
    'Auf dem chinesischen Festland verkaufte iPhones haben keine eSIM, ausgenommen das iPhone Air; von den in Hongkong und Macau verkauften haben nur manche Modelle eine.',
  chinaAndroid: 'Auf dem chinesischen Festland verkaufte Handys haben meist keine eSIM.',
  samsung2020: 'In den USA, China, Hongkong und Südkorea verkaufte Geräte haben keine eSIM.',
  samsung2022: 'In Südkorea oder auf dem chinesischen Festland verkaufte Geräte haben keine eSIM.',
  ipad: 'Nur die Modelle mit Mobilfunk: Ein iPad, das nur WLAN kann, hat keine eSIM.',
  watch: 'Eine Uhr nimmt meist nur Tarife des Anbieters, bei dem auch das Handy ist.',
  later: 'Aus den Vorgängermodellen geschlossen; sicher zeigen es die Einstellungen des Handys.',
  madeForChina:
    'Dieses Gerät wurde für das chinesische Festland hergestellt; dort hat das Modell keine eSIM.',
  soldInUsa: 'Dieses Gerät wurde in den USA verkauft; dort hat das Modell keine eSIM.',
  soldInKorea: 'Dieses Gerät wurde in Südkorea verkauft; dort hat das Modell keine eSIM.',
  soldInChina:
    'Dieses Gerät wurde in China oder Hongkong verkauft; dort hat das Modell keine eSIM.',
  wifiOnly: 'Ein Gerät, das nur WLAN kann, hat keine eSIM.',
  cellularOnly: 'Nur mit Mobilfunk-Option (LTE oder 5G).',
  googleFi: 'Nur mit Google Fi.',
  pixel3:
    'In Australien, Japan und Taiwan sowie von den meisten Anbietern in den USA und Kanada verkaufte Geräte haben keine nutzbare eSIM.',
  pixel3a: 'In Japan und Südostasien sowie von Verizon verkaufte Geräte haben keine nutzbare eSIM.',
  only5g: 'Nur die 5G-Modelle: Geräte, die nur WLAN können, haben keine eSIM.',
  xiaomi12T: 'Das 12T Pro hat eine eSIM.',
};
