import type { NoteTexts } from './en.ts';

export const it: NoteTexts = {
  chinaApple:
    'Gli iPhone venduti nella Cina continentale non hanno la eSIM, tranne iPhone Air; di quelli venduti a Hong Kong e Macao ce l’hanno solo alcuni modelli.',
  chinaAndroid: 'I telefoni venduti nella Cina continentale di solito non hanno la eSIM.',
  samsung2020:
    'I dispositivi venduti negli Stati Uniti, in Cina, a Hong Kong e in Corea del Sud non hanno la eSIM.',
  samsung2022:
    'I dispositivi venduti in Corea del Sud o nella Cina continentale non hanno la eSIM.',
  ipad: 'Solo i modelli Cellular: un iPad solo Wi-Fi non ha la eSIM.',
  watch: 'Un orologio di solito accetta solo i piani dell’operatore del telefono.',
  later: 'Dedotto dai modelli precedenti; le impostazioni del telefono danno la certezza.',
  madeForChina:
    'Questo dispositivo è stato prodotto per la Cina continentale, dove questo modello non ha la eSIM.',
  soldInUsa:
    'Questo dispositivo è stato venduto negli Stati Uniti, dove questo modello non ha la eSIM.',
  soldInKorea:
    'Questo dispositivo è stato venduto in Corea del Sud, dove questo modello non ha la eSIM.',
  soldInChina:
    'Questo dispositivo è stato venduto in Cina o a Hong Kong, dove questo modello non ha la eSIM.',
  wifiOnly: 'Un dispositivo solo Wi-Fi non ha la eSIM.',
  cellularOnly: 'Solo con l’opzione rete mobile (LTE o 5G).',
  googleFi: 'Solo con Google Fi.',
  pixel3:
    'I dispositivi venduti in Australia, Giappone e Taiwan, e dalla maggior parte degli operatori negli Stati Uniti e in Canada, non hanno una eSIM utilizzabile.',
  pixel3a:
    'I dispositivi venduti in Giappone e nel Sud-est asiatico, e da Verizon, non hanno una eSIM utilizzabile.',
  only5g: 'Solo i modelli 5G: quelli solo Wi-Fi non ce l’hanno.',
  xiaomi12T: 'Il 12T Pro ha la eSIM.',
};
